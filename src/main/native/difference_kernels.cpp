// Distances whose order of summation is a contract. Compiled without contraction to fused multiply-add.
#include "kernels.h"

namespace winnow::WINNOW_ISA {
namespace {

constexpr int kVectors = kPanel / WINNOW_LANES;

typedef float Lanes __attribute__((vector_size(WINNOW_LANES * 4)));
typedef Lanes UnalignedLanes __attribute__((aligned(4), may_alias));

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

}  // namespace winnow::WINNOW_ISA
