#include "selection.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "kernels.h"
#include "parallel.h"

namespace winnow {
namespace {

constexpr size_t kQueriesPerTask = 48;
constexpr float kSmall = 1e-30f;  // keeps an interval open where all is 0
constexpr float kInfinity = std::numeric_limits<float>::infinity();

struct Scratch {
    std::vector<float> dots;      // [queries of a task, vectors]
    std::vector<float> values;    // of one query: |x|^2 - 2 x.q
    std::vector<uint32_t> hits;   // of one query, those whose value may be among the k smallest
    std::vector<uint32_t> undecided;
    std::vector<std::pair<float, int64_t>> exact;
};

class Selection {
public:
    Selection(const ListSet& set, const float* queries, size_t nq, size_t k, int64_t* ids)
        : set_(set), list_(set.lists()[0]), queries_(queries), nq_(nq), k_(k), ids_(ids) {
        for (const ListSet::Block& block : set.blocks()) {
            largest_norm_ = std::max(largest_norm_, block.largest_norm);
        }
    }

    void run(size_t threads) const {
        std::vector<Scratch> scratch(std::max<size_t>(1, threads));
        parallel_for(threads, (nq_ + kQueriesPerTask - 1) / kQueriesPerTask, [&](size_t worker, size_t task) {
            size_t from = task * kQueriesPerTask;
            size_t to = std::min(nq_, from + kQueriesPerTask);
            multiply(from, to, scratch[worker]);
            for (size_t q = from; q < to; q++) {
                pick(q, scratch[worker].dots.data() + (q - from) * list_.size, scratch[worker]);
            }
        });
    }

private:
    // Dot products, block by block of the vectors while it is in cache.
    void multiply(size_t from, size_t to, Scratch& scratch) const {
        const Kernels& kernel = kernels();
        scratch.dots.resize(kQueriesPerTask * list_.size);
        const float* tile[kLargestQueryTile];
        for (const ListSet::Block& block : set_.blocks()) {
            for (size_t at = from; at < to; at += kernel.query_tile) {
                size_t count = std::min(kernel.query_tile, to - at);
                for (size_t i = 0; i < count; i++) {
                    tile[i] = queries_ + (at + i) * set_.d();
                }
                kernel.dots(tile, count, list_.vectors + block.from * set_.d(), block.count, set_.d(),
                            scratch.dots.data() + (at - from) * list_.size + block.from, list_.size);
            }
        }
    }

    // With the k-th smallest value above `low` and at most `high`, and e the most that a value is off: below low - 2e fewer than k
    // can be nearer, above high + 2e at least k are.
    void pick(size_t query, const float* dots, Scratch& scratch) const {
        const float* squared_norms = set_.squared_norms(0);
        double squared = squared_norm(queries_ + query * set_.d(), set_.d());
        double error = value_error(set_.d(), squared, largest_norm_);
        scratch.values.resize(list_.size);
        for (size_t i = 0; i < list_.size; i++) {
            scratch.values[i] = squared_norms[i] - 2 * dots[i];
        }
        float low;
        float high;
        narrow(scratch.values.data(), squared, low, high);
        double surely = low - 2 * error;
        float perhaps = std::nextafter(static_cast<float>(high + 2 * error), kInfinity);
        scratch.hits.resize(list_.size + 1);
        size_t hits = kernels().scan(dots, squared_norms, list_.size, perhaps, scratch.hits.data());
        int64_t* ids = ids_ + query * k_;
        size_t taken = 0;
        scratch.undecided.clear();
        for (size_t h = 0; h < hits; h++) {
            uint32_t i = scratch.hits[h];
            if (scratch.values[i] < surely) {
                ids[taken++] = list_.id(i);
            } else {
                scratch.undecided.push_back(i);
            }
        }
        decide(query, taken, scratch);
        nearest_first(ids, hits, scratch);
    }

    // Bisects until exactly k values lie at or below `high` and fewer at or below `low`; everything is between them where a value
    // is not finite.
    void narrow(const float* values, double squared_query_norm, float& low, float& high) const {
        auto count = kernels().count_up_to;
        double query_norm = std::sqrt(squared_query_norm);
        low = static_cast<float>(-1.01 * squared_query_norm) - kSmall;
        high = static_cast<float>(1.01 * largest_norm_ * (largest_norm_ + 2 * query_norm)) + kSmall;
        if (count(values, list_.size, low) != 0 || count(values, list_.size, high) != list_.size || high == kInfinity) {
            low = -kInfinity;
            high = kInfinity;
            return;
        }
        for (size_t below = list_.size; below != k_;) {
            float middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                return;
            }
            size_t here = count(values, list_.size, middle);
            if (here < k_) {
                low = middle;
            } else {
                high = middle;
                below = here;
            }
        }
    }

    void nearest_first(int64_t* ids, size_t hits, const Scratch& scratch) const {
        uint32_t nearest = scratch.hits[0];
        for (size_t h = 1; h < hits; h++) {
            if (scratch.values[scratch.hits[h]] < scratch.values[nearest]) {
                nearest = scratch.hits[h];
            }
        }
        int64_t* at = std::find(ids, ids + k_, list_.id(nearest));
        if (at < ids + k_) {
            std::iter_swap(ids, at);
        }
    }

    void decide(size_t query, size_t taken, Scratch& scratch) const {
        int64_t* ids = ids_ + query * k_;
        if (scratch.undecided.size() == k_ - taken) {
            for (uint32_t i : scratch.undecided) {
                ids[taken++] = list_.id(i);
            }
            return;
        }
        scratch.exact.clear();
        for (uint32_t i : scratch.undecided) {
            double squared = kernels().squared_distance(queries_ + query * set_.d(), list_.vectors + i * set_.d(), set_.d());
            scratch.exact.emplace_back(static_cast<float>(squared), list_.id(i));
        }
        auto missing = scratch.exact.begin() + static_cast<ptrdiff_t>(k_ - taken);
        std::partial_sort(scratch.exact.begin(), missing, scratch.exact.end());
        for (auto each = scratch.exact.begin(); each < missing; ++each) {
            ids[taken++] = each->second;
        }
    }

    const ListSet& set_;
    const VectorList& list_;
    const float* queries_;
    size_t nq_;
    size_t k_;
    int64_t* ids_;
    float largest_norm_ = 0;
};

}  // namespace

void select(const ListSet& set, const float* queries, size_t nq, size_t k, size_t threads, int64_t* ids) {
    if (k > set.lists()[0].size) {
        throw std::runtime_error("select: k = " + std::to_string(k) + ", but the list holds " +
                                 std::to_string(set.lists()[0].size));
    }
    Selection(set, queries, nq, k, ids).run(threads);
}

}  // namespace winnow
