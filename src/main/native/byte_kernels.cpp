// The first pass over 8-bit residuals: unsigned by signed products summed in 32 bits, four to a lane. A register tile
// of queries by panels; what a panel holds of a dimension quad is kParts loads, what a query holds of it one broadcast.
#if WINNOW_LANES == 16
#include "byte_lanes_avx512.h"
#elif WINNOW_LANES == 8
#include "byte_lanes_avx2.h"
#else
#include "byte_lanes_neon.h"
#endif

namespace winnow::WINNOW_ISA {
namespace {

constexpr int kQueries = WINNOW_BYTE_TILE;
constexpr float kSmallestScale = 1e-30f;  // below, its inverse would overflow: such a vector counts as 0, all of it as error

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
extern const int query_limit = kQueryLimit;

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

Quantised quantise(const float* x, const float* center, size_t d, int limit, int8_t* bytes, float* residual) {
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
        result.scale = most / limit;
        inverse = limit / most;
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
