// Inner loops, one set for each instruction set. Plain C types only: these headers are compiled with different flags, and
// no inline function of a library may be compiled for an instruction set that the machine lacks.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace winnow {

struct Kernels {
    const char* name;

    // Floats in a vector register: a dot product is summed in this many partial sums.
    size_t lanes;

    // Most queries that one call of dots takes.
    size_t query_tile;

    // out[q * stride + i] = dot product of queries[q] and row i of vectors [n, d], nq <= query_tile.
    void (*dots)(const float* const* queries, size_t nq, const float* vectors, size_t n, size_t d, float* out,
                 size_t stride);

    // Positions i at which terms[i] - 2 * dots[i] is not above the limit (NaN is not); returns how many.
    size_t (*scan)(const float* dots, const float* terms, size_t n, float limit, uint32_t* hits);

    // Squared distance of a and b [d], differences and sums in double.
    double (*squared_distance)(const float* a, const float* b, size_t d);

    // Squared distances of a center [d] to 16 candidates a panel, panels[p][j][16]; each the float32 sum over ascending j
    // with product and sum rounded separately: the order that the Java implementation uses.
    void (*panel_distances)(const float* panels, size_t count, const float* center, size_t d, float* out);
};

constexpr size_t kPanel = 16;
constexpr size_t kLargestQueryTile = 8;

// The set for this machine.
const Kernels& kernels();

}  // namespace winnow
