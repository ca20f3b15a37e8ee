// Dot products without packing: a register tile of queries by vectors, lanes along the dimension. Lists are short and their
// queries scattered, so packing either side would cost as much as it saves.
#include <string.h>

#include "kernels.h"

namespace winnow::WINNOW_ISA {
namespace {

constexpr size_t kLanes = WINNOW_LANES;
constexpr int kQueries = WINNOW_QUERY_TILE;
constexpr int kVectors = 4;

typedef float Lanes __attribute__((vector_size(WINNOW_LANES * 4)));
typedef Lanes UnalignedLanes __attribute__((aligned(4), may_alias));
typedef float Quad __attribute__((vector_size(16)));
typedef Quad UnalignedQuad __attribute__((aligned(4), may_alias));

inline Lanes load(const float* p) {
    return *reinterpret_cast<const UnalignedLanes*>(p);
}

inline Lanes load_first(const float* p, size_t count) {
    Lanes lanes = {};
    memcpy(&lanes, p, count * sizeof(float));
    return lanes;
}

// Sums of four accumulators, one in each element.
#if WINNOW_LANES == 16
inline Lanes interleave(Lanes a, Lanes b) {
    return __builtin_shufflevector(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29) +
           __builtin_shufflevector(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
}

inline Quad sums(Lanes a, Lanes b, Lanes c, Lanes d) {
    Lanes ab = interleave(a, b);
    Lanes cd = interleave(c, d);
    Lanes all = __builtin_shufflevector(ab, cd, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29) +
                __builtin_shufflevector(ab, cd, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
    return (__builtin_shufflevector(all, all, 0, 1, 2, 3) + __builtin_shufflevector(all, all, 8, 9, 10, 11)) +
           (__builtin_shufflevector(all, all, 4, 5, 6, 7) + __builtin_shufflevector(all, all, 12, 13, 14, 15));
}
#elif WINNOW_LANES == 8
inline Quad sums(Lanes a, Lanes b, Lanes c, Lanes d) {
    Lanes ab = __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13) +
               __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
    Lanes cd = __builtin_shufflevector(c, d, 0, 8, 1, 9, 4, 12, 5, 13) +
               __builtin_shufflevector(c, d, 2, 10, 3, 11, 6, 14, 7, 15);
    Lanes all = __builtin_shufflevector(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13) +
                __builtin_shufflevector(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15);
    return __builtin_shufflevector(all, all, 0, 1, 2, 3) + __builtin_shufflevector(all, all, 4, 5, 6, 7);
}
#else
inline Quad sums(Lanes a, Lanes b, Lanes c, Lanes d) {
    Lanes ab = __builtin_shufflevector(a, b, 0, 4, 1, 5) + __builtin_shufflevector(a, b, 2, 6, 3, 7);
    Lanes cd = __builtin_shufflevector(c, d, 0, 4, 1, 5) + __builtin_shufflevector(c, d, 2, 6, 3, 7);
    return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}
#endif

template <int Q, int N>
inline void tile(const float* const* queries, const float* vectors, size_t d, float* out, size_t stride) {
    Lanes acc[Q][kVectors] = {};
    size_t j = 0;
    for (; j + kLanes <= d; j += kLanes) {
        Lanes x[N];
#pragma GCC unroll 8
        for (int n = 0; n < N; n++) {
            x[n] = load(vectors + n * d + j);
        }
#pragma GCC unroll 8
        for (int q = 0; q < Q; q++) {
            Lanes y = load(queries[q] + j);
#pragma GCC unroll 8
            for (int n = 0; n < N; n++) {
                acc[q][n] += y * x[n];
            }
        }
    }
    if (j < d) {
        Lanes x[N];
#pragma GCC unroll 8
        for (int n = 0; n < N; n++) {
            x[n] = load_first(vectors + n * d + j, d - j);
        }
#pragma GCC unroll 8
        for (int q = 0; q < Q; q++) {
            Lanes y = load_first(queries[q] + j, d - j);
#pragma GCC unroll 8
            for (int n = 0; n < N; n++) {
                acc[q][n] += y * x[n];
            }
        }
    }
#pragma GCC unroll 8
    for (int q = 0; q < Q; q++) {
        Quad s = sums(acc[q][0], acc[q][1], acc[q][2], acc[q][3]);
        if (N == kVectors) {
            *reinterpret_cast<UnalignedQuad*>(out + q * stride) = s;
        } else {
            for (int n = 0; n < N; n++) {
                out[q * stride + n] = s[n];
            }
        }
    }
}

template <int Q>
void dots_of(const float* const* queries, const float* vectors, size_t n, size_t d, float* out, size_t stride) {
    size_t i = 0;
    for (; i + kVectors <= n; i += kVectors) {
        tile<Q, 4>(queries, vectors + i * d, d, out + i, stride);
    }
    switch (n - i) {
        case 3: tile<Q, 3>(queries, vectors + i * d, d, out + i, stride); break;
        case 2: tile<Q, 2>(queries, vectors + i * d, d, out + i, stride); break;
        case 1: tile<Q, 1>(queries, vectors + i * d, d, out + i, stride); break;
        default: break;
    }
}

template <int Q>
void dispatch(const float* const* queries, size_t nq, const float* vectors, size_t n, size_t d, float* out,
              size_t stride) {
    if (nq == Q) {
        dots_of<Q>(queries, vectors, n, d, out, stride);
    } else if constexpr (Q > 1) {
        dispatch<Q - 1>(queries, nq, vectors, n, d, out, stride);
    }
}

}  // namespace

extern const size_t lanes = kLanes;
extern const size_t query_tile = kQueries;

void dots(const float* const* queries, size_t nq, const float* vectors, size_t n, size_t d, float* out, size_t stride) {
    dispatch<kQueries>(queries, nq, vectors, n, d, out, stride);
}

size_t scan(const float* dots, const float* terms, size_t n, float limit, uint32_t* hits) {
    size_t count = 0;
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        int any = 0;
        for (int l = 0; l < 16; l++) {
            any |= !(terms[i + l] - 2 * dots[i + l] > limit);
        }
        if (any) {
            for (int l = 0; l < 16; l++) {
                hits[count] = i + l;
                count += !(terms[i + l] - 2 * dots[i + l] > limit);
            }
        }
    }
    for (; i < n; i++) {
        hits[count] = i;
        count += !(terms[i] - 2 * dots[i] > limit);
    }
    return count;
}

size_t count_up_to(const float* values, size_t n, float limit) {
    uint32_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += values[i] <= limit;
    }
    return count;
}

}  // namespace winnow::WINNOW_ISA
