// Exact k nearest of given lists of vectors, list by list for all queries at once.
//
// For one list and all queries that look at it, squared distances come from dot products, a small matrix product that runs near
// the machine's peak where a scan query by query would wait for memory: of 8-bit residuals (byte_lists.h) where the machine
// has instructions for that, else of float32 as |x|^2 - 2 x.q (+ |q|^2). Either loses digits, by an amount that can be
// bounded: each value is an interval, and all vectors whose interval reaches below the k-th smallest upper end stay candidates.
// Those few distances are then computed again in double from the differences and ordered by (distance, id). The
// result is therefore that of an exhaustive exact scan of the same lists: it does not depend on the number of threads, the order
// of the lists or the width of the vector unit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace winnow {

// Ids from (inclusive) to (exclusive).
struct IdRange {
    int64_t from;
    int64_t to;

    bool contains(int64_t id) const { return from <= id && id < to; }
};

// Vectors [size, d] row-major; without ids, position is id.
struct VectorList {
    const float* vectors;
    const int64_t* ids;
    size_t size;

    int64_t id(size_t position) const { return ids == nullptr ? static_cast<int64_t>(position) : ids[position]; }
};

// Lists with what their search needs: |x|^2 of each vector, and the cutting into blocks that stay in cache.
class ListSet {
public:
    struct Block {
        size_t list;
        size_t from;
        size_t count;
        float largest_norm;  // not squared
    };

    ListSet() = default;
    ListSet(size_t d, std::vector<VectorList> lists);

    size_t d() const { return d_; }
    const std::vector<VectorList>& lists() const { return lists_; }
    const std::vector<Block>& blocks() const { return blocks_; }
    const float* squared_norms(size_t list) const { return squared_norms_.data() + first_[list]; }

private:
    size_t d_ = 0;
    std::vector<VectorList> lists_;
    std::vector<size_t> first_;
    std::vector<float> squared_norms_;
    std::vector<Block> blocks_;
};

// Which queries look at which list, in passes. What one pass finds bounds what the next has to keep: the list that promises
// a query the most belongs into the first.
struct Plan {
    // Those of list l are queries[first[l]] to queries[first[l + 1] - 1].
    struct Pass {
        explicit Pass(const std::vector<std::vector<uint32_t>>& queries_of);

        std::vector<size_t> first;
        std::vector<uint32_t> queries;
    };

    std::vector<Pass> passes;

    static Plan all(size_t lists, size_t nq);
};

class ByteLists;

// distances, ids [nq, k]. Every query must find at least k vectors that are not excluded. Bytes may be empty.
void search(const ListSet& set, const ByteLists& bytes, const Plan& plan, const float* queries, size_t nq, size_t k,
            IdRange excluded, size_t threads, float* distances, int64_t* ids);

// |x|^2 in double.
double squared_norm(const float* x, size_t d);

// Largest possible error of |x|^2 - 2 x.q in float32 for vectors x [d] whose norm is at most the given one.
float value_error(size_t d, double squared_query_norm, double vector_norm);

// Largest possible error of a float32 dot product of vectors of dimension d, in units of |a||b|.
double dot_error(size_t d);

}  // namespace winnow
