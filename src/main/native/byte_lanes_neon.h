// What byte_kernels.cpp does with registers of 128 bits and Arm's dot product of four bytes, which are signed on both sides.
#pragma once

#include <arm_neon.h>

#include "byte_lanes.h"

namespace winnow::WINNOW_ISA {
namespace {

constexpr int kPanels = 1;  // in a tile
constexpr int kParts = 4;   // registers to a quad of a panel
constexpr int kQueryLimit = 127;
typedef int32x4_t Bytes;

// Less the 128 that was added to them.
inline Bytes load_bytes(const void* p) {
    uint8x16_t bytes = vld1q_u8(static_cast<const uint8_t*>(p));
    return vreinterpretq_s32_u8(veorq_u8(bytes, vdupq_n_u8(128)));
}

inline Bytes broadcast(const int8_t* p) {
    int32_t quad;
    memcpy(&quad, p, sizeof(quad));
    return vdupq_n_s32(quad);
}

inline Bytes dot(Bytes sums, Bytes vectors, Bytes query) {
    return vdotq_s32(sums, vreinterpretq_s8_s32(vectors), vreinterpretq_s8_s32(query));
}

inline float sum(Lanes lanes) {
    return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

inline float largest(Lanes lanes) {
    return vmaxnmvq_f32(reinterpret_cast<float32x4_t>(lanes));
}

inline int32_t sum(IntLanes lanes) {
    return vaddvq_s32(reinterpret_cast<int32x4_t>(lanes));
}

// Lower ends of the distances to the vectors of one register, and which of them do not lie above the limit.
inline uint32_t lower_ends(Bytes dots, const ByteTerms& terms, int part, const ByteQuery& query, float* lower) {
    int at = part * WINNOW_LANES;
    float32x4_t dot = vcvtq_f32_s32(dots);
    float32x4_t ends = vld1q_f32(terms.squared_norm + at);
    ends = vfmsq_n_f32(ends, vld1q_f32(terms.norm + at), query.error);
    ends = vfmsq_n_f32(ends, vld1q_f32(terms.error + at), query.norm);
    ends = vfmsq_n_f32(ends, vmulq_f32(dot, vld1q_f32(terms.scale + at)), query.scale);
    const uint32x4_t bits = {1, 2, 4, 8};
    uint32_t above = vaddvq_u32(vandq_u32(vcgtq_f32(ends, vdupq_n_f32(query.limit)), bits));
    if (above != 15) {
        vst1q_f32(lower, ends);
    }
    return 15 - above;
}

}  // namespace
}  // namespace winnow::WINNOW_ISA
