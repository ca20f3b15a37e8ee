// Distances whose order of summation is a contract. Compiled without contraction to fused multiply-add.
#include "kernels.h"

namespace winnow::WINNOW_ISA {
namespace {

constexpr int kVectors = kPanel / WINNOW_LANES;

typedef float Lanes __attribute__((vector_size(WINNOW_LANES * 4)));
typedef Lanes UnalignedLanes __attribute__((aligned(4), may_alias));
typedef double Doubles __attribute__((vector_size(64)));
typedef float Eight __attribute__((vector_size(32)));
typedef Eight UnalignedEight __attribute__((aligned(4), may_alias));

inline Doubles widened(const float* p) {
    return __builtin_convertvector(*reinterpret_cast<const UnalignedEight*>(p), Doubles);
}

// P panels at once, so that additions of one hide behind those of the others.
template <int P>
inline void distances(const float* panels, const float* center, size_t d, float* out) {
    Lanes acc[P * kVectors] = {};
    for (size_t j = 0; j < d; j++) {
        Lanes c = center[j] - Lanes{};
#pragma GCC unroll 16
        for (int v = 0; v < P * kVectors; v++) {
            const float* p = panels + (v / kVectors) * d * kPanel + j * kPanel + (v % kVectors) * WINNOW_LANES;
            Lanes difference = *reinterpret_cast<const UnalignedLanes*>(p) - c;
            acc[v] += difference * difference;
        }
    }
#pragma GCC unroll 16
    for (int v = 0; v < P * kVectors; v++) {
        *reinterpret_cast<UnalignedLanes*>(out + v * WINNOW_LANES) = acc[v];
    }
}

}  // namespace

void panel_distances(const float* panels, size_t count, const float* center, size_t d, float* out) {
    constexpr int kTogether = WINNOW_LANES == 4 ? 2 : 4;
    size_t p = 0;
    for (; p + kTogether <= count; p += kTogether) {
        distances<kTogether>(panels + p * d * kPanel, center, d, out + p * kPanel);
    }
    for (; p < count; p++) {
        distances<1>(panels + p * d * kPanel, center, d, out + p * kPanel);
    }
}

// In 32 partial sums, whatever the width of the vector unit: the order of summation is the same everywhere.
double squared_distance(const float* a, const float* b, size_t d) {
    constexpr size_t kParts = 4;
    Doubles sums[kParts] = {};
    size_t j = 0;
    for (; j + 8 * kParts <= d; j += 8 * kParts) {
#pragma GCC unroll 4
        for (size_t p = 0; p < kParts; p++) {
            Doubles difference = widened(a + j + 8 * p) - widened(b + j + 8 * p);
            sums[p] += difference * difference;
        }
    }
    for (size_t p = 0; j + 8 <= d; j += 8, p++) {
        Doubles difference = widened(a + j) - widened(b + j);
        sums[p] += difference * difference;
    }
    for (size_t l = 0; j < d; j++, l++) {
        double difference = static_cast<double>(a[j]) - b[j];
        sums[kParts - 1][l] += difference * difference;
    }
    Doubles all = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    return ((all[0] + all[4]) + (all[2] + all[6])) + ((all[1] + all[5]) + (all[3] + all[7]));
}

}  // namespace winnow::WINNOW_ISA
