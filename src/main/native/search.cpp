#include "search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "kernels.h"
#include "parallel.h"

namespace winnow {
namespace {

constexpr size_t kBlockBytes = 256 << 10;
constexpr size_t kQueriesPerTask = 768;
constexpr double kUnit = 1.0 / (1 << 24);  // of rounding in float32
constexpr double kUnderflow = 1e-36;
constexpr float kInfinity = std::numeric_limits<float>::infinity();

struct Candidate {
    float lower;
    float upper;
    uint32_t list;
    uint32_t position;
};

// Vectors of which one may be among the k nearest of a query.
class Shortlist {
public:
    // The k-th smallest upper end so far: what lies above it is not among the k nearest.
    float bound() const { return bound_; }
    const std::vector<Candidate>& candidates() const { return candidates_; }

    void add(const Candidate& candidate, size_t k) {
        if (candidates_.size() >= limit_) {
            shrink();
            limit_ = std::max(2 * candidates_.size(), 2 * k + 16);
            candidates_.reserve(limit_);
        }
        candidates_.push_back(candidate);
        if (nearest_.size() < k) {
            nearest_.push_back(candidate.upper);
            std::push_heap(nearest_.begin(), nearest_.end());
        } else if (candidate.upper < bound_) {
            std::pop_heap(nearest_.begin(), nearest_.end());
            nearest_.back() = candidate.upper;
            std::push_heap(nearest_.begin(), nearest_.end());
        }
        if (nearest_.size() == k) {
            bound_ = nearest_.front();
        }
    }

    // Drops what a smaller bound has overtaken.
    void shrink() {
        auto overtaken = [this](const Candidate& c) { return c.lower > bound_; };
        candidates_.erase(std::remove_if(candidates_.begin(), candidates_.end(), overtaken), candidates_.end());
    }

private:
    std::vector<Candidate> candidates_;
    std::vector<float> nearest_;  // heap of the k smallest upper ends
    float bound_ = kInfinity;
    size_t limit_ = 0;
};

struct Task {
    size_t block;
    size_t from;
    size_t to;
};

struct Scratch {
    std::vector<Shortlist> shortlists;
    std::vector<float> dots;
    std::vector<uint32_t> hits;
};

class Search {
public:
    Search(const ListSet& set, const Plan& plan, const float* queries, size_t nq, size_t k, IdRange excluded)
        : set_(set), plan_(plan), queries_(queries), nq_(nq), k_(k), excluded_(excluded), norms_(nq) {}

    void run(size_t threads, float* distances, int64_t* ids) {
        for (size_t q = 0; q < nq_; q++) {
            norms_[q] = std::sqrt(squared_norm(queries_ + q * set_.d(), set_.d()));
        }
        std::vector<Task> tasks = cut();
        std::vector<Scratch> scratch(std::max<size_t>(1, threads));
        parallel_for(threads, tasks.size(), [&](size_t worker, size_t task) { scan(tasks[task], scratch[worker]); });
        constexpr size_t kTogether = 16;
        parallel_for(threads, (nq_ + kTogether - 1) / kTogether, [&](size_t, size_t task) {
            for (size_t q = task * kTogether; q < std::min(nq_, (task + 1) * kTogether); q++) {
                rank(q, scratch, distances + q * k_, ids + q * k_);
            }
        });
    }

    static double squared_norm(const float* x, size_t d) {
        double sum = 0;
        for (size_t j = 0; j < d; j++) {
            sum += static_cast<double>(x[j]) * x[j];
        }
        return sum;
    }

private:
    std::vector<Task> cut() const {
        std::vector<Task> tasks;
        for (size_t b = 0; b < set_.blocks().size(); b++) {
            size_t list = set_.blocks()[b].list;
            for (size_t from = plan_.first[list]; from < plan_.first[list + 1]; from += kQueriesPerTask) {
                tasks.push_back({b, from, std::min(from + kQueriesPerTask, plan_.first[list + 1])});
            }
        }
        return tasks;
    }

    void scan(const Task& task, Scratch& scratch) const {
        const Kernels& kernel = kernels();
        const ListSet::Block& block = set_.blocks()[task.block];
        const VectorList& list = set_.lists()[block.list];
        const float* vectors = list.vectors + block.from * set_.d();
        const float* terms = set_.squared_norms(block.list) + block.from;
        scratch.shortlists.resize(nq_);
        scratch.dots.resize(kernel.query_tile * block.count);
        scratch.hits.resize(block.count + 1);
        const float* tile[kLargestQueryTile];
        for (size_t at = task.from; at < task.to; at += kernel.query_tile) {
            size_t count = std::min(kernel.query_tile, task.to - at);
            for (size_t i = 0; i < count; i++) {
                tile[i] = queries_ + plan_.queries[at + i] * set_.d();
            }
            kernel.dots(tile, count, vectors, block.count, set_.d(), scratch.dots.data(), block.count);
            for (size_t i = 0; i < count; i++) {
                collect(plan_.queries[at + i], block, terms, scratch.dots.data() + i * block.count, scratch);
            }
        }
    }

    void collect(size_t query, const ListSet::Block& block, const float* terms, const float* dots,
                 Scratch& scratch) const {
        Shortlist& shortlist = scratch.shortlists[query];
        float error = error_bound(norms_[query], block.largest_norm);
        size_t hits = kernels().scan(dots, terms, block.count, shortlist.bound() + error, scratch.hits.data());
        for (size_t h = 0; h < hits; h++) {
            size_t i = scratch.hits[h];
            size_t position = block.from + i;
            if (excluded_.contains(set_.lists()[block.list].id(position))) {
                continue;
            }
            float value = terms[i] - 2 * dots[i];
            Candidate candidate{value - error, value + error, static_cast<uint32_t>(block.list),
                                static_cast<uint32_t>(position)};
            if (!std::isfinite(candidate.lower) || !std::isfinite(candidate.upper)) {
                candidate.lower = -kInfinity;
                candidate.upper = kInfinity;
            }
            shortlist.add(candidate, k_);
        }
    }

    // Of |x|^2 - 2 x.q with |x| up to a norm: rounding of |x|^2, of the dot product, of the difference and of the ends.
    float error_bound(double query_norm, double vector_norm) const {
        double dot = 2 * dot_error(set_.d()) * query_norm * vector_norm;
        double rounding = 8 * kUnit * (vector_norm * vector_norm + 2 * query_norm * vector_norm);
        return static_cast<float>((dot + rounding) * 1.01 + kUnderflow);
    }

    void rank(size_t query, std::vector<Scratch>& scratch, float* distances, int64_t* ids) const {
        Shortlist all;
        for (Scratch& one : scratch) {
            if (!one.shortlists.empty()) {
                for (const Candidate& candidate : one.shortlists[query].candidates()) {
                    all.add(candidate, k_);
                }
            }
        }
        all.shrink();
        if (all.candidates().size() < k_) {
            throw std::runtime_error("query " + std::to_string(query) + " found " +
                                     std::to_string(all.candidates().size()) + " of k = " + std::to_string(k_));
        }
        std::vector<std::pair<float, int64_t>> exact;
        exact.reserve(all.candidates().size());
        for (const Candidate& candidate : all.candidates()) {
            const VectorList& list = set_.lists()[candidate.list];
            double squared = kernels().squared_distance(queries_ + query * set_.d(),
                                                        list.vectors + candidate.position * set_.d(), set_.d());
            exact.emplace_back(static_cast<float>(squared), list.id(candidate.position));
        }
        std::partial_sort(exact.begin(), exact.begin() + static_cast<ptrdiff_t>(k_), exact.end());
        for (size_t rank = 0; rank < k_; rank++) {
            distances[rank] = exact[rank].first;
            ids[rank] = exact[rank].second;
        }
    }

    const ListSet& set_;
    const Plan& plan_;
    const float* queries_;
    size_t nq_;
    size_t k_;
    IdRange excluded_;
    std::vector<double> norms_;
};

}  // namespace

ListSet::ListSet(size_t d, std::vector<VectorList> lists) : d_(d), lists_(std::move(lists)) {
    size_t rows = std::max<size_t>(16, kBlockBytes / sizeof(float) / d);
    size_t total = 0;
    for (const VectorList& list : lists_) {
        first_.push_back(total);
        total += list.size;
    }
    squared_norms_.resize(total);
    for (size_t l = 0; l < lists_.size(); l++) {
        for (size_t from = 0; from < lists_[l].size; from += rows) {
            Block block{l, from, std::min(rows, lists_[l].size - from), 0};
            for (size_t i = from; i < from + block.count; i++) {
                double squared = Search::squared_norm(lists_[l].vectors + i * d, d);
                squared_norms_[first_[l] + i] = static_cast<float>(squared);
                block.largest_norm = std::max(block.largest_norm, static_cast<float>(std::sqrt(squared)));
            }
            blocks_.push_back(block);
        }
    }
}

Plan Plan::all(size_t lists, size_t nq) {
    Plan plan;
    plan.first.push_back(0);
    for (size_t l = 0; l < lists; l++) {
        for (size_t q = 0; q < nq; q++) {
            plan.queries.push_back(static_cast<uint32_t>(q));
        }
        plan.first.push_back(plan.queries.size());
    }
    return plan;
}

void search(const ListSet& set, const Plan& plan, const float* queries, size_t nq, size_t k, IdRange excluded,
            size_t threads, float* distances, int64_t* ids) {
    Search(set, plan, queries, nq, k, excluded).run(threads, distances, ids);
}

double dot_error(size_t d) {
    double terms = static_cast<double>(d) / static_cast<double>(kernels().lanes) + 8;
    return terms * kUnit / (1 - terms * kUnit);
}

}  // namespace winnow
