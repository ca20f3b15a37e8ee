// What byte_kernels.cpp does with registers of 256 bits. VNNI multiplies and adds four bytes at once; without it two products are
// added in 16 bits, which takes queries of 7 bits.
#pragma once

#include <immintrin.h>

#include "byte_lanes.h"

namespace winnow::WINNOW_ISA {
namespace {

constexpr int kPanels = 1;  // in a tile
constexpr int kParts = 2;   // registers to a quad of a panel
typedef __m256i Bytes;

inline Bytes load_bytes(const void* p) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(p));
}

inline Bytes broadcast(const int8_t* p) {
    int32_t quad;
    memcpy(&quad, p, sizeof(quad));
    return _mm256_set1_epi32(quad);
}

#ifdef __AVXVNNI__
constexpr int kQueryLimit = 127;

inline Bytes dot(Bytes sums, Bytes vectors, Bytes query) {
    return _mm256_dpbusd_avx_epi32(sums, vectors, query);
}
#else
constexpr int kQueryLimit = 63;

inline Bytes dot(Bytes sums, Bytes vectors, Bytes query) {
    Bytes pairs = _mm256_maddubs_epi16(vectors, query);
    return _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}
#endif

inline float sum(Lanes lanes) {
    return ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]));
}

inline float largest(Lanes lanes) {
    float most = 0;
    for (int l = 0; l < WINNOW_LANES; l++) {
        most = most < lanes[l] ? lanes[l] : most;
    }
    return most;
}

inline int32_t sum(IntLanes lanes) {
    int32_t total = 0;
    for (int l = 0; l < WINNOW_LANES; l++) {
        total += lanes[l];
    }
    return total;
}

inline uint32_t lower_ends(Bytes dots, const ByteTerms& terms, int part, const ByteQuery& query, float* lower) {
    int at = part * WINNOW_LANES;
    __m256 dot = _mm256_cvtepi32_ps(_mm256_sub_epi32(dots, _mm256_set1_epi32(query.offset)));
    __m256 ends = _mm256_loadu_ps(terms.squared_norm + at);
    ends = _mm256_fnmadd_ps(_mm256_loadu_ps(terms.norm + at), _mm256_set1_ps(query.error), ends);
    ends = _mm256_fnmadd_ps(_mm256_loadu_ps(terms.error + at), _mm256_set1_ps(query.norm), ends);
    ends = _mm256_fnmadd_ps(_mm256_mul_ps(dot, _mm256_loadu_ps(terms.scale + at)), _mm256_set1_ps(query.scale), ends);
    uint32_t within = static_cast<uint32_t>(
        _mm256_movemask_ps(_mm256_cmp_ps(ends, _mm256_set1_ps(query.limit), _CMP_NGT_UQ)));
    if (within != 0) {
        _mm256_storeu_ps(lower, ends);
    }
    return within;
}

}  // namespace
}  // namespace winnow::WINNOW_ISA
