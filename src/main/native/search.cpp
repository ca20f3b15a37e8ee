#include "search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "byte_lists.h"
#include "candidates.h"
#include "kernels.h"
#include "parallel.h"

namespace winnow {
namespace {

constexpr size_t kBlockBytes = 256 << 10;
constexpr size_t kQueriesPerTask = 768;
constexpr size_t kVectorsPerScan = 8 * kPanel;   // between two looks at the bounds
constexpr size_t kVectorsAtFirst = 2 * kPanel;  // where there is no bound yet: all of them become candidates
constexpr double kUnit = 1.0 / (1 << 24);  // of rounding in float32
constexpr double kUnderflow = 1e-36;
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Queries that look at one list, and some of its vectors.
struct Task {
    size_t list;
    size_t first;
    size_t count;
    float largest_norm;
    const uint32_t* queries;
    size_t query_count;
};

struct Scratch {
    std::vector<float> dots;
    std::vector<uint32_t> hits;
    std::vector<int8_t> values;
    std::vector<float> residual;
    std::vector<ByteHit> byte_hits;
};

class Search {
public:
    Search(const ListSet& set, const ByteLists& bytes, const Plan& plan, const float* queries, size_t nq, size_t k,
           IdRange excluded)
        : set_(set),
          bytes_(bytes),
          plan_(plan),
          queries_(queries),
          nq_(nq),
          k_(k),
          excluded_(excluded),
          squared_norms_(nq),
          bounds_(nq) {
        if (!bytes.empty() && one_center()) {
            values_.resize(nq * bytes.query_bytes());
            quantised_.resize(nq);
        }
    }

    void run(size_t threads, float* distances, int64_t* ids) {
        size_t workers = std::max<size_t>(1, threads);
        std::vector<Scratch> scratch(workers);
        found_.resize(workers);
        for_queries(threads, [&](size_t worker, size_t q) { prepare(q, scratch[worker]); });
        std::vector<ListSet::Block> blocks = bytes_.empty() ? set_.blocks() : byte_blocks();
        for (const Plan::Pass& pass : plan_.passes) {
            std::vector<Task> tasks = cut(blocks, pass);
            parallel_for(threads, tasks.size(), [&](size_t worker, size_t t) {
                if (bytes_.empty()) {
                    scan(tasks[t], scratch[worker], found_[worker]);
                } else {
                    scan_bytes(tasks[t], scratch[worker], found_[worker]);
                }
            });
        }
        Remaining remaining(found_, bounds_, nq_);
        for_queries(threads, [&](size_t, size_t q) {
            rank(q, remaining, distances + q * k_, ids + q * k_);
        });
    }

private:
    template <typename Body>
    void for_queries(size_t threads, Body body) {
        constexpr size_t kTogether = 16;
        parallel_for(threads, (nq_ + kTogether - 1) / kTogether, [&](size_t worker, size_t task) {
            for (size_t q = task * kTogether; q < std::min(nq_, (task + 1) * kTogether); q++) {
                body(worker, q);
            }
        });
    }

    bool one_center() const { return set_.lists().size() == 1; }

    // With one list a query is the same for all its vectors: it is made bytes of once.
    void prepare(size_t q, Scratch& scratch) {
        if (bytes_.empty()) {
            squared_norms_[q] = squared_norm(queries_ + q * set_.d(), set_.d());
        } else if (one_center()) {
            scratch.residual.resize(bytes_.query_bytes());
            quantised_[q] = bytes_.quantise(queries_ + q * set_.d(), 0, values_.data() + q * bytes_.query_bytes(),
                                            scratch.residual.data());
        }
    }

    std::vector<ListSet::Block> byte_blocks() const {
        std::vector<ListSet::Block> blocks;
        size_t rows = std::max<size_t>(1, kBlockBytes / kPanel / 4 / bytes_.quads()) * kPanel;
        for (size_t l = 0; l < set_.lists().size(); l++) {
            for (size_t from = 0; from < set_.lists()[l].size; from += rows) {
                blocks.push_back({l, from, std::min(rows, set_.lists()[l].size - from), 0});
            }
        }
        return blocks;
    }

    static std::vector<Task> cut(const std::vector<ListSet::Block>& blocks, const Plan::Pass& pass) {
        std::vector<Task> tasks;
        for (const ListSet::Block& b : blocks) {
            for (size_t from = pass.first[b.list]; from < pass.first[b.list + 1]; from += kQueriesPerTask) {
                size_t count = std::min(kQueriesPerTask, pass.first[b.list + 1] - from);
                tasks.push_back({b.list, b.from, b.count, b.largest_norm, pass.queries.data() + from, count});
            }
        }
        return tasks;
    }

    void scan(const Task& task, Scratch& scratch, Candidates& found) {
        const Kernels& kernel = kernels();
        const VectorList& list = set_.lists()[task.list];
        const float* vectors = list.vectors + task.first * set_.d();
        scratch.dots.resize(kernel.query_tile * task.count);
        scratch.hits.resize(task.count + 1);
        const float* tile[kLargestQueryTile];
        for (size_t at = 0; at < task.query_count; at += kernel.query_tile) {
            size_t count = std::min(kernel.query_tile, task.query_count - at);
            for (size_t i = 0; i < count; i++) {
                tile[i] = queries_ + task.queries[at + i] * set_.d();
            }
            kernel.dots(tile, count, vectors, task.count, set_.d(), scratch.dots.data(), task.count);
            for (size_t i = 0; i < count; i++) {
                collect(task.queries[at + i], task, scratch.dots.data() + i * task.count, scratch, found);
            }
        }
    }

    void collect(uint32_t query, const Task& task, const float* dots, Scratch& scratch, Candidates& found) {
        const float* terms = set_.squared_norms(task.list) + task.first;
        float error = value_error(set_.d(), squared_norms_[query], task.largest_norm);
        size_t hits = kernels().scan(dots, terms, task.count, bounds_.of(query) + error, scratch.hits.data());
        for (size_t h = 0; h < hits; h++) {
            size_t i = scratch.hits[h];
            float value = terms[i] - 2 * dots[i];
            add(query, task, i, value - error, value + error, found);
        }
    }

    void add(uint32_t query, const Task& task, size_t i, float lower, float upper, Candidates& found) {
        size_t position = task.first + i;
        if (excluded_.contains(set_.lists()[task.list].id(position))) {
            return;
        }
        bool finite = std::isfinite(lower) && std::isfinite(upper);
        found.add({query, static_cast<uint32_t>(task.list), static_cast<uint32_t>(position), finite ? lower : -kInfinity},
                  finite ? upper : kInfinity, nq_, k_, bounds_);
    }

    void scan_bytes(const Task& task, Scratch& scratch, Candidates& found) {
        size_t tile = kernels().byte_tile;
        scratch.values.resize(tile * bytes_.query_bytes());
        scratch.residual.resize(bytes_.query_bytes());
        scratch.byte_hits.resize(tile * kVectorsPerScan);
        QuantisedQuery queries[kLargestQueryTile];
        for (size_t at = 0; at < task.query_count; at += tile) {
            size_t count = std::min(tile, task.query_count - at);
            for (size_t i = 0; i < count; i++) {
                uint32_t q = task.queries[at + i];
                queries[i] = one_center() ? quantised_[q]
                                          : bytes_.quantise(queries_ + q * set_.d(), task.list,
                                                            scratch.values.data() + i * bytes_.query_bytes(),
                                                            scratch.residual.data());
            }
            scan_tile(task, task.queries + at, queries, count, scratch, found);
        }
    }

    void scan_tile(const Task& task, const uint32_t* tile, const QuantisedQuery* queries, size_t nq, Scratch& scratch,
                   Candidates& found) {
        ByteQuery limited[kLargestQueryTile];
        size_t together = kVectorsAtFirst;
        size_t count;
        for (size_t from = 0; from < task.count; from += count) {
            count = std::min(together, task.count - from);
            together = kVectorsPerScan;
            size_t panel = (task.first + from) / kPanel;
            const ByteTerms* terms = bytes_.terms(task.list, panel);
            for (size_t i = 0; i < nq; i++) {
                limited[i] = queries[i].kernel;
                double limit = bounds_.of(tile[i]) - queries[i].lower;
                limited[i].limit = std::nextafter(static_cast<float>(limit), kInfinity);
            }
            size_t hits = kernels().scan_bytes(bytes_.panel(task.list, panel), terms, (count + kPanel - 1) / kPanel,
                                               bytes_.quads(), limited, nq, scratch.byte_hits.data());
            for (size_t h = 0; h < hits; h++) {
                const ByteHit& hit = scratch.byte_hits[h];
                if (hit.vector >= count) {
                    continue;
                }
                const QuantisedQuery& query = queries[hit.query];
                double lower = hit.lower + query.lower;
                double upper = bytes_.upper(lower, terms[hit.vector / kPanel], hit.vector % kPanel, query);
                add(tile[hit.query], task, from + hit.vector, static_cast<float>(lower), static_cast<float>(upper),
                    found);
            }
        }
    }

    // Computes distances as long as a candidate may be nearer than the k nearest so far.
    void rank(size_t query, Remaining& remaining, float* distances, int64_t* ids) const {
        remaining.sort(query);
        const Candidate* begin = remaining.begin(query);
        const Candidate* end = remaining.end(query);
        size_t count = static_cast<size_t>(end - begin);
        if (count < k_) {
            throw std::runtime_error("query " + std::to_string(query) + " found " + std::to_string(count) +
                                     " of k = " + std::to_string(k_));
        }
        // What lower ends leave out; they are absolute with bytes alone.
        double offset = bytes_.empty() ? squared_norms_[query] : 0;
        std::vector<std::pair<float, int64_t>> nearest;  // a heap
        nearest.reserve(k_ + 1);
        for (const Candidate* c = begin; c < end; c++) {
            if (nearest.size() == k_ && c->lower + offset > nearest.front().first) {
                break;
            }
            const VectorList& list = set_.lists()[c->list];
            double squared = kernels().squared_distance(queries_ + query * set_.d(),
                                                        list.vectors + c->position * set_.d(), set_.d());
            nearest.emplace_back(static_cast<float>(squared), list.id(c->position));
            std::push_heap(nearest.begin(), nearest.end());
            if (nearest.size() > k_) {
                std::pop_heap(nearest.begin(), nearest.end());
                nearest.pop_back();
            }
        }
        std::sort_heap(nearest.begin(), nearest.end());
        for (size_t rank = 0; rank < k_; rank++) {
            ids[rank] = nearest[rank].second;
            distances[rank] = nearest[rank].first;
        }
    }

    const ListSet& set_;
    const ByteLists& bytes_;
    const Plan& plan_;
    const float* queries_;
    size_t nq_;
    size_t k_;
    IdRange excluded_;
    std::vector<double> squared_norms_;
    std::vector<int8_t> values_;
    std::vector<QuantisedQuery> quantised_;
    Bounds bounds_;
    std::vector<Candidates> found_;
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
                double squared = squared_norm(lists_[l].vectors + i * d, d);
                squared_norms_[first_[l] + i] = static_cast<float>(squared);
                block.largest_norm = std::max(block.largest_norm, static_cast<float>(std::sqrt(squared)));
            }
            blocks_.push_back(block);
        }
    }
}

Plan::Pass::Pass(const std::vector<std::vector<uint32_t>>& queries_of) {
    first.push_back(0);
    for (const std::vector<uint32_t>& list : queries_of) {
        queries.insert(queries.end(), list.begin(), list.end());
        first.push_back(queries.size());
    }
}

Plan Plan::all(size_t lists, size_t nq) {
    std::vector<uint32_t> each(nq);
    std::iota(each.begin(), each.end(), 0);
    return {{Pass(std::vector<std::vector<uint32_t>>(lists, each))}};
}

void search(const ListSet& set, const ByteLists& bytes, const Plan& plan, const float* queries, size_t nq, size_t k,
            IdRange excluded, size_t threads, float* distances, int64_t* ids) {
    Search(set, bytes, plan, queries, nq, k, excluded).run(threads, distances, ids);
}

double squared_norm(const float* x, size_t d) {
    double sum = 0;
    for (size_t j = 0; j < d; j++) {
        sum += static_cast<double>(x[j]) * x[j];
    }
    return sum;
}

// Rounding of |x|^2, of the dot product, of the difference, of the ends, and of the distance in the result.
float value_error(size_t d, double squared_query_norm, double vector_norm) {
    double query_norm = std::sqrt(squared_query_norm);
    double dot = 2 * dot_error(d) * query_norm * vector_norm;
    double rounding = 8 * kUnit * (vector_norm * vector_norm + 2 * query_norm * vector_norm + squared_query_norm);
    return static_cast<float>((dot + rounding) * 1.01 + kUnderflow);
}

double dot_error(size_t d) {
    double terms = static_cast<double>(d) / static_cast<double>(kernels().lanes) + 8;
    return terms * kUnit / (1 - terms * kUnit);
}

}  // namespace winnow
