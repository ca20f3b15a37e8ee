// What a scan finds: vectors that may be among the k nearest of a query, each with an interval that its squared distance,
// rounded to float32, lies in. The k-th smallest upper end is a bound: what lies above it is not among the nearest.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace winnow {

struct Candidate {
    uint32_t query;
    uint32_t list;
    uint32_t position;
    float lower;
};

// The bound of each query, lowered by all threads. A thread may read one that has been lowered since: it then keeps more.
class Bounds {
public:
    explicit Bounds(size_t nq);

    float of(size_t query) const { return values_[query].load(std::memory_order_relaxed); }
    void lower(size_t query, float bound);

private:
    std::unique_ptr<std::atomic<float>[]> values_;
};

// Those of one thread, in the order in which they are found: no memory of its own for each query but the upper ends.
class Candidates {
public:
    void add(const Candidate& candidate, float upper, size_t nq, size_t k, Bounds& bounds);
    const std::vector<Candidate>& all() const { return all_; }

private:
    void shrink(const Bounds& bounds);

    std::vector<Candidate> all_;
    std::vector<float> nearest_;  // [nq][k], each a heap of the k smallest upper ends
    size_t limit_ = 1 << 20;
};

// The candidates of all threads that the final bounds leave, query by query, each query's by ascending lower end.
class Remaining {
public:
    Remaining(const std::vector<Candidates>& found, const Bounds& bounds, size_t nq);

    const Candidate* begin(size_t query) const { return sorted_.data() + first_[query]; }
    const Candidate* end(size_t query) const { return sorted_.data() + first_[query + 1]; }
    void sort(size_t query);

private:
    std::vector<size_t> first_;
    std::vector<Candidate> sorted_;
};

}  // namespace winnow
