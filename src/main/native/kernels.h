// Inner loops, one set for each instruction set. Plain C types only: these headers are compiled with different flags, and
// no inline function of a library may be compiled for an instruction set that the machine lacks.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace winnow {

constexpr size_t kPanel = 16;
constexpr size_t kLargestQueryTile = 12;

// What the first pass needs of the vectors of a panel, each a residual r from the center of its list.
struct ByteTerms {
    float squared_norm[kPanel];  // of r, less a share that covers rounding; NaN where it overflows
    float norm[kPanel];          // of what the bytes stand for, at least
    float error[kPanel];         // norm of r less what its bytes stand for, at least
    float scale[kPanel];         // of a byte
};

// What it needs of a query, the residual y from the same center.
struct ByteQuery {
    const int8_t* values;  // 4 * quads
    int32_t offset;        // 128 times the sum of the values: vectors are stored unsigned, 128 added
    float scale;           // twice that of a value
    float error;           // twice the norm of y less what its bytes stand for, at least
    float norm;            // twice the norm of y, at least
    float limit;           // hits are all whose lower end, less |y|^2, is not above
};

struct ByteHit {
    uint32_t query;
    uint32_t vector;
    float lower;
};

// What quantising found: r is scale * bytes up to an error.
struct Quantised {
    float scale;
    float squared_error;
    float squared_norm;
    int32_t sum;
};

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

    // How many values are at most the limit (NaN is not).
    size_t (*count_up_to)(const float* values, size_t n, float limit);

    // Squared distance of a and b [d], differences and sums in double.
    double (*squared_distance)(const float* a, const float* b, size_t d);

    // Squared distances of a center [d] to 16 candidates a panel, panels[p][j][16]; each the float32 sum over ascending j
    // with product and sum rounded separately: the order that the Java implementation uses.
    void (*panel_distances)(const float* panels, size_t count, const float* center, size_t d, float* out);

    // Most queries that one call of scan_bytes takes; 0 where the machine has no instruction for it.
    size_t byte_tile;

    // Largest byte of a query that scan_bytes takes, without sign.
    int query_limit;

    // Vectors that may be near, of panels[p][quad][16][4] and terms[p], for each of nq <= byte_tile queries.
    size_t (*scan_bytes)(const uint8_t* panels, const ByteTerms* terms, size_t count, size_t quads,
                         const ByteQuery* queries, size_t nq, ByteHit* hits);

    // Bytes -limit to limit, which is at most 127, of the residual x - center; bytes and residual have room for d rounded up to 16.
    Quantised (*quantise)(const float* x, const float* center, size_t d, int limit, int8_t* bytes, float* residual);
};

// The set for this machine.
const Kernels& kernels();

}  // namespace winnow
