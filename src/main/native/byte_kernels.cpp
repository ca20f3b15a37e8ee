// The first pass over 8-bit residuals: unsigned by signed products summed in 32 bits, four to a lane (VNNI). A register tile
// of queries by panels; what a panel holds of a dimension quad is one load, what a query holds of it one broadcast.
#include <immintrin.h>
#include <string.h>

#include "kernels.h"

namespace winnow::WINNOW_ISA {
namespace {

constexpr int kQueries = WINNOW_BYTE_TILE;
constexpr float kSmallestScale = 1e-30f;  // below, its inverse would overflow: such a vector counts as 0, all of it as error

typedef float Lanes __attribute__((vector_size(WINNOW_LANES * 4)));
typedef Lanes UnalignedLanes __attribute__((aligned(4), may_alias));
typedef int32_t IntLanes __attribute__((vector_size(WINNOW_LANES * 4)));
typedef int8_t ByteLanes __attribute__((vector_size(WINNOW_LANES)));

// Rounds |x| < 2^22 to the nearest integer when added and subtracted again.
constexpr float kRounder = 12582912;

inline Lanes load(const float* p, size_t count) {
    if (count >= WINNOW_LANES) {
        return *reinterpret_cast<const UnalignedLanes*>(p);
    }
    Lanes lanes = {};
    memcpy(&lanes, p, count * sizeof(float));
    return lanes;
}

#if WINNOW_LANES == 16
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

inline Bytes dot(Bytes sums, Bytes vectors, Bytes query) {
    return _mm512_dpbusd_epi32(sums, vectors, query);
}

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
#else
constexpr int kPanels = 1;
constexpr int kParts = 2;
typedef __m256i Bytes;

inline Bytes load_bytes(const void* p) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(p));
}

inline Bytes broadcast(const int8_t* p) {
    int32_t quad;
    memcpy(&quad, p, sizeof(quad));
    return _mm256_set1_epi32(quad);
}

inline Bytes dot(Bytes sums, Bytes vectors, Bytes query) {
    return _mm256_dpbusd_avx_epi32(sums, vectors, query);
}

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
#endif

constexpr size_t kQuadBytes = 4 * kPanel;
constexpr size_t kRegisterBytes = 4 * WINNOW_LANES;

template <int Q, int P>
inline size_t tile(const uint8_t* panels, const ByteTerms* terms, size_t first, size_t quads, const ByteQuery* queries,
                   ByteHit* hits) {
    constexpr int kRegisters = P * kParts;
    Bytes acc[Q][kRegisters];
#pragma GCC unroll 16
    for (int q = 0; q < Q; q++) {
#pragma GCC unroll 4
        for (int r = 0; r < kRegisters; r++) {
            acc[q][r] = Bytes{};
        }
    }
    const int8_t* values[Q];
#pragma GCC unroll 16
    for (int q = 0; q < Q; q++) {
        values[q] = queries[q].values;
    }
    for (size_t s = 0; s < quads; s++) {
        Bytes x[kRegisters];
#pragma GCC unroll 4
        for (int r = 0; r < kRegisters; r++) {
            x[r] = load_bytes(panels + ((r / kParts) * quads + s) * kQuadBytes + (r % kParts) * kRegisterBytes);
        }
#pragma GCC unroll 16
        for (int q = 0; q < Q; q++) {
            Bytes y = broadcast(values[q] + 4 * s);
#pragma GCC unroll 4
            for (int r = 0; r < kRegisters; r++) {
                acc[q][r] = dot(acc[q][r], x[r], y);
            }
        }
    }
    // By way of memory: sums that a loop looks at later would be kept there all the time.
    Bytes dots[Q][kRegisters];
#pragma GCC unroll 16
    for (int q = 0; q < Q; q++) {
#pragma GCC unroll 4
        for (int r = 0; r < kRegisters; r++) {
            dots[q][r] = acc[q][r];
        }
    }
    size_t count = 0;
    float lower[WINNOW_LANES];
    for (int q = 0; q < Q; q++) {
        for (int r = 0; r < kRegisters; r++) {
            uint32_t within = lower_ends(dots[q][r], terms[r / kParts], r % kParts, queries[q], lower);
            for (; within != 0; within &= within - 1) {
                int l = __builtin_ctz(within);
                size_t vector = first + (r / kParts) * kPanel + (r % kParts) * WINNOW_LANES + l;
                hits[count++] = {static_cast<uint32_t>(q), static_cast<uint32_t>(vector), lower[l]};
            }
        }
    }
    return count;
}

template <int Q>
size_t scan(const uint8_t* panels, const ByteTerms* terms, size_t count, size_t quads, const ByteQuery* queries, size_t nq,
            ByteHit* hits) {
    if (nq != Q) {
        if constexpr (Q > 1) {
            return scan<Q - 1>(panels, terms, count, quads, queries, nq, hits);
        }
        return 0;
    }
    size_t found = 0;
    size_t p = 0;
    for (; p + kPanels <= count; p += kPanels) {
        found += tile<Q, kPanels>(panels + p * quads * kQuadBytes, terms + p, p * kPanel, quads, queries, hits + found);
    }
    if (p < count) {
        found += tile<Q, 1>(panels + p * quads * kQuadBytes, terms + p, p * kPanel, quads, queries, hits + found);
    }
    return found;
}

}  // namespace

extern const size_t byte_tile = kQueries;

size_t scan_bytes(const uint8_t* panels, const ByteTerms* terms, size_t count, size_t quads, const ByteQuery* queries,
                  size_t nq, ByteHit* hits) {
    return scan<kQueries>(panels, terms, count, quads, queries, nq, hits);
}

namespace {

// What the first pass over a vector finds; of the second, its errors.
struct Sums {
    Lanes magnitude = {};
    Lanes squares = {};
    IntLanes integers = {};
};

// Calls step(j, sums) for every register from j, with two sums in turns: one alone would wait for its last addition most of
// the time. Gives both as one.
template <typename Step>
inline Sums two_by_two(size_t d, Step step) {
    Sums even;
    Sums odd;
    size_t j = 0;
    for (; j + WINNOW_LANES < d; j += 2 * WINNOW_LANES) {
        step(j, even);
        step(j + WINNOW_LANES, odd);
    }
    if (j < d) {
        step(j, even);
    }
    even.magnitude = even.magnitude < odd.magnitude ? odd.magnitude : even.magnitude;
    even.squares += odd.squares;
    even.integers += odd.integers;
    return even;
}

}  // namespace

Quantised quantise(const float* x, const float* center, size_t d, int8_t* bytes, float* residual) {
    Sums found = two_by_two(d, [&](size_t j, Sums& sums) {
        Lanes r = load(x + j, d - j) - load(center + j, d - j);
        Lanes magnitude = r < 0 ? -r : r;
        sums.magnitude = sums.magnitude < magnitude ? magnitude : sums.magnitude;
        sums.squares += r * r;
        *reinterpret_cast<UnalignedLanes*>(residual + j) = r;
    });
    float most = largest(found.magnitude);
    Quantised result{0, 0, sum(found.squares), 0};
    float inverse = 0;
    if (most >= kSmallestScale) {
        result.scale = most / 127;
        inverse = 127 / most;
    }
    Sums errors = two_by_two(d, [&](size_t j, Sums& sums) {
        Lanes r = *reinterpret_cast<const UnalignedLanes*>(residual + j);
        Lanes rounded = (r * inverse + kRounder) - kRounder;
        Lanes error = r - rounded * result.scale;
        sums.squares += error * error;
        IntLanes integers = __builtin_convertvector(rounded, IntLanes);
        sums.integers += integers;
        ByteLanes narrow = __builtin_convertvector(integers, ByteLanes);
        memcpy(bytes + j, &narrow, sizeof(narrow));
    });
    result.squared_error = sum(errors.squares);
    result.sum = sum(errors.integers);
    return result;
}

}  // namespace winnow::WINNOW_ISA
