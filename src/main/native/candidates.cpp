#include "candidates.h"

#include <algorithm>
#include <limits>

namespace winnow {

Bounds::Bounds(size_t nq) : values_(new std::atomic<float>[nq]) {
    for (size_t q = 0; q < nq; q++) {
        values_[q].store(std::numeric_limits<float>::infinity(), std::memory_order_relaxed);
    }
}

void Bounds::lower(size_t query, float bound) {
    float now = of(query);
    while (bound < now && !values_[query].compare_exchange_weak(now, bound, std::memory_order_relaxed)) {
    }
}

void Candidates::add(const Candidate& candidate, float upper, size_t nq, size_t k, Bounds& bounds) {
    if (nearest_.empty()) {
        nearest_.assign(nq * k, std::numeric_limits<float>::infinity());
        all_.reserve(std::min(limit_, 16 * nq * k));
    }
    if (all_.size() >= limit_) {
        shrink(bounds);
        limit_ = std::max(limit_, 2 * all_.size());
    }
    all_.push_back(candidate);
    auto from = nearest_.begin() + static_cast<ptrdiff_t>(candidate.query * k);
    auto to = from + static_cast<ptrdiff_t>(k);
    if (upper < *from) {
        std::pop_heap(from, to);
        *(to - 1) = upper;
        std::push_heap(from, to);
        bounds.lower(candidate.query, *from);
    }
}

void Candidates::shrink(const Bounds& bounds) {
    auto overtaken = [&](const Candidate& c) { return c.lower > bounds.of(c.query); };
    all_.erase(std::remove_if(all_.begin(), all_.end(), overtaken), all_.end());
}

Remaining::Remaining(const std::vector<Candidates>& found, const Bounds& bounds, size_t nq) : first_(nq + 1) {
    for (const Candidates& one : found) {
        for (const Candidate& c : one.all()) {
            first_[c.query + 1] += !(c.lower > bounds.of(c.query));
        }
    }
    for (size_t q = 0; q < nq; q++) {
        first_[q + 1] += first_[q];
    }
    sorted_.resize(first_[nq]);
    std::vector<size_t> next(first_.begin(), first_.end() - 1);
    for (const Candidates& one : found) {
        for (const Candidate& c : one.all()) {
            if (!(c.lower > bounds.of(c.query))) {
                sorted_[next[c.query]++] = c;
            }
        }
    }
}

void Remaining::sort(size_t query) {
    std::sort(sorted_.begin() + static_cast<ptrdiff_t>(first_[query]),
              sorted_.begin() + static_cast<ptrdiff_t>(first_[query + 1]),
              [](const Candidate& a, const Candidate& b) { return a.lower < b.lower; });
}

}  // namespace winnow
