// What byte_kernels.cpp does with registers of 512 bits. VNNI multiplies and adds four bytes at once; without it two products are
// added in 16 bits, which takes queries of 7 bits.
#pragma once

#include <immintrin.h>

#include "byte_lanes.h"

namespace winnow::WINNOW_ISA {
namespace {

constexpr int kPanels = 2;  // in a tile
constexpr int kParts = 1;   // registers to a quad of a panel
typedef __m512i Bytes;

inline Bytes load_bytes(const void* p) {
    return _mm512_loadu_si512(p);
}

inline Bytes broadcast(const int8_t* p) {
    int32_t quad;
    memcpy(&quad, p, sizeof(quad));
    return _mm512_set1_epi32(quad);
}

#ifdef __AVX512VNNI__
constexpr int kQueryLimit = 127;

inline Bytes dot(Bytes sums, Bytes vectors, Bytes query) {
    return _mm512_dpbusd_epi32(sums, vectors, query);
}
#else
constexpr int kQueryLimit = 63;

inline Bytes dot(Bytes sums, Bytes vectors, Bytes query) {
    Bytes pairs = _mm512_maddubs_epi16(vectors, query);
    return _mm512_add_epi32(sums, _mm512_madd_epi16(pairs, _mm512_set1_epi16(1)));
}
#endif

inline float sum(Lanes lanes) {
    return _mm512_reduce_add_ps(reinterpret_cast<__m512>(lanes));
}

inline float largest(Lanes lanes) {
    return _mm512_reduce_max_ps(reinterpret_cast<__m512>(lanes));
}

inline int32_t sum(IntLanes lanes) {
    return _mm512_reduce_add_epi32(reinterpret_cast<__m512i>(lanes));
}

// Lower ends of the distances to the vectors of one register, and which of them do not lie above the limit.
inline uint32_t lower_ends(Bytes dots, const ByteTerms& terms, int part, const ByteQuery& query, float* lower) {
    __m512 dot = _mm512_cvtepi32_ps(_mm512_sub_epi32(dots, _mm512_set1_epi32(query.offset)));
    __m512 ends = _mm512_loadu_ps(terms.squared_norm);
    ends = _mm512_fnmadd_ps(_mm512_loadu_ps(terms.norm), _mm512_set1_ps(query.error), ends);
    ends = _mm512_fnmadd_ps(_mm512_loadu_ps(terms.error), _mm512_set1_ps(query.norm), ends);
    ends = _mm512_fnmadd_ps(_mm512_mul_ps(dot, _mm512_loadu_ps(terms.scale)), _mm512_set1_ps(query.scale), ends);
    uint32_t within = _mm512_cmp_ps_mask(ends, _mm512_set1_ps(query.limit), _CMP_NGT_UQ);
    if (within != 0) {
        _mm512_storeu_ps(lower, ends);
    }
    return within;
}

}  // namespace
}  // namespace winnow::WINNOW_ISA
