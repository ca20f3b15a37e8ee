#include "kcenter.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "kernels.h"
#include "parallel.h"
#include "search.h"

namespace winnow {

class KCenterScratch {
public:
    std::vector<float> dots;
    std::vector<float> terms;
    std::vector<uint32_t> hits;
    std::vector<ByteTerms> byte_terms;
    std::vector<ByteHit> byte_hits;
};

namespace {

constexpr size_t kPool = 1536;
constexpr size_t kBlockBytes = 256 << 10;
constexpr double kWorkPerRound = 2e10;  // multiplications: well under a second
constexpr double kUnit = 1.0 / (1 << 24);
constexpr float kChosen = -1;

float squared_distance(const float* a, const float* b, size_t d) {
    float sum = 0;
    for (size_t j = 0; j < d; j++) {
        float difference = a[j] - b[j];
        sum += difference * difference;
    }
    return sum;
}

}  // namespace

GreedyKCenter::GreedyKCenter(const float* candidates, size_t n, size_t d, size_t start, size_t threads)
    : candidates_(candidates),
      n_(n),
      d_(d),
      threads_(threads),
      block_rows_(std::max<size_t>(1, kBlockBytes / sizeof(float) / d / kPanel) * kPanel),
      mean_(d),
      nearest_(n, std::numeric_limits<float>::infinity()),
      order_(n) {
    std::vector<double> sums(d);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < d; j++) {
            sums[j] += candidates[i * d + j];
        }
    }
    for (size_t j = 0; j < d; j++) {
        mean_[j] = static_cast<float>(sums[j] / static_cast<double>(n));
    }
    bytes_ = ByteLists(d, {{candidates, nullptr, n}}, mean_.data());
    if (bytes_.empty()) {
        center();
    }
    std::iota(order_.begin(), order_.end(), 0);
    pending_.push_back(static_cast<uint32_t>(start));
    nearest_[start] = kChosen;
}

void GreedyKCenter::center() {
    centered_.resize(n_ * d_);
    squared_norms_.resize(n_);
    for (size_t i = 0; i < n_; i++) {
        double squared = 0;
        for (size_t j = 0; j < d_; j++) {
            float x = candidates_[i * d_ + j] - mean_[j];
            centered_[i * d_ + j] = x;
            squared += static_cast<double>(x) * x;
        }
        squared_norms_[i] = static_cast<float>(squared);
    }
}

bool GreedyKCenter::before(size_t a, size_t b) const {
    return nearest_[a] > nearest_[b] || (nearest_[a] == nearest_[b] && a < b);
}

size_t GreedyKCenter::next(int32_t* centers, size_t most) {
    update();
    fill_pool();
    double per_center = static_cast<double>(n_) * static_cast<double>(d_);
    size_t limit = std::min(most, static_cast<size_t>(std::max(1.0, kWorkPerRound / per_center)));
    size_t count = 0;
    while (count < limit) {
        size_t best = order_[0];
        for (size_t p = 1; p < pool_size_; p++) {
            if (before(order_[p], best)) {
                best = order_[p];
            }
        }
        if (pool_size_ < n_ && !before(best, order_[pool_size_])) {
            break;
        }
        centers[count++] = static_cast<int32_t>(best);
        pending_.push_back(static_cast<uint32_t>(best));
        nearest_[best] = kChosen;
        size_t panels = (pool_size_ + kPanel - 1) / kPanel;
        kernels().panel_distances(panels_.data(), panels, candidates_ + best * d_, d_, pool_distances_.data());
        for (size_t p = 0; p < pool_size_; p++) {
            nearest_[order_[p]] = std::min(nearest_[order_[p]], pool_distances_[p]);
        }
    }
    return count;
}

// Every candidate of the pool stands before every one outside, so each round chooses at least one.
void GreedyKCenter::fill_pool() {
    pool_size_ = std::min(kPool, n_);
    auto first = [this](uint32_t a, uint32_t b) { return before(a, b); };
    if (pool_size_ < n_) {
        auto outside = order_.begin() + static_cast<ptrdiff_t>(pool_size_);
        std::nth_element(order_.begin(), outside, order_.end(), first);
    }
    size_t panels = (pool_size_ + kPanel - 1) / kPanel;
    panels_.assign(panels * kPanel * d_, 0);
    pool_distances_.resize(panels * kPanel);
    for (size_t p = 0; p < pool_size_; p++) {
        float* panel = panels_.data() + p / kPanel * kPanel * d_ + p % kPanel;
        for (size_t j = 0; j < d_; j++) {
            panel[j * kPanel] = candidates_[order_[p] * d_ + j];
        }
    }
}

void GreedyKCenter::update() {
    if (!bytes_.empty()) {
        std::vector<float> residual(bytes_.query_bytes());
        values_.resize(pending_.size() * bytes_.query_bytes());
        quantised_.resize(pending_.size());
        for (size_t c = 0; c < pending_.size(); c++) {
            quantised_[c] = bytes_.quantise(candidates_ + pending_[c] * d_, 0,
                                            values_.data() + c * bytes_.query_bytes(), residual.data());
            quantised_[c].kernel.limit = std::nextafter(static_cast<float>(-quantised_[c].lower),
                                                        std::numeric_limits<float>::infinity());
        }
    }
    size_t blocks = (n_ + block_rows_ - 1) / block_rows_;
    std::vector<KCenterScratch> scratch(std::max<size_t>(1, threads_));
    parallel_for(threads_, blocks, [&](size_t worker, size_t block) {
        if (bytes_.empty()) {
            update_block(block, scratch[worker]);
        } else {
            update_block_of_bytes(block, scratch[worker]);
        }
    });
    pending_.clear();
}

void GreedyKCenter::hold_against(size_t candidate, size_t center) {
    float distance = squared_distance(candidates_ + candidate * d_, candidates_ + center * d_, d_);
    nearest_[candidate] = std::min(nearest_[candidate], distance);
}

// A center is no nearer than what is known where the lower end of its distance, less what is known, is above 0.
void GreedyKCenter::update_block_of_bytes(size_t block, KCenterScratch& scratch) {
    size_t from = block * block_rows_;
    size_t rows = std::min(block_rows_, n_ - from);
    size_t panels = (rows + kPanel - 1) / kPanel;
    size_t tile = kernels().byte_tile;
    // A float32 sum of d squares is below its true value by at most this part.
    double below = (static_cast<double>(d_) + 4) * kUnit * 1.01;
    const ByteTerms* terms = bytes_.terms(0, from / kPanel);
    scratch.byte_terms.assign(terms, terms + panels);
    scratch.byte_hits.resize(tile * panels * kPanel);
    auto less_known = [&](size_t i) {
        double known = nearest_[from + i] * (1 + 2 * below);
        scratch.byte_terms[i / kPanel].squared_norm[i % kPanel] = std::nextafter(
            static_cast<float>(terms[i / kPanel].squared_norm[i % kPanel] - known), -std::numeric_limits<float>::infinity());
    };
    for (size_t i = 0; i < rows; i++) {
        less_known(i);
    }
    for (size_t at = 0; at < pending_.size(); at += tile) {
        ByteQuery queries[kLargestQueryTile];
        size_t count = std::min(tile, pending_.size() - at);
        for (size_t c = 0; c < count; c++) {
            queries[c] = quantised_[at + c].kernel;
        }
        size_t hits = kernels().scan_bytes(bytes_.panel(0, from / kPanel), scratch.byte_terms.data(), panels,
                                           bytes_.quads(), queries, count, scratch.byte_hits.data());
        for (size_t h = 0; h < hits; h++) {
            const ByteHit& hit = scratch.byte_hits[h];
            if (hit.vector < rows) {
                hold_against(from + hit.vector, pending_[at + hit.query]);
                less_known(hit.vector);
            }
        }
    }
}

void GreedyKCenter::update_block(size_t block, KCenterScratch& scratch) {
    const Kernels& kernel = kernels();
    size_t from = block * block_rows_;
    size_t rows = std::min(block_rows_, n_ - from);
    scratch.dots.resize(kernel.query_tile * rows);
    scratch.terms.resize(rows);
    scratch.hits.resize(rows + 1);
    // A float32 sum of d squares is below its true value by at most this part.
    double below = (static_cast<double>(d_) + 4) * kUnit * 1.01;
    auto term = [&](size_t i) {
        return static_cast<float>(squared_norms_[from + i] - nearest_[from + i] * (1 + 2 * below));
    };
    double largest = 0;
    for (size_t i = 0; i < rows; i++) {
        scratch.terms[i] = term(i);
        largest = std::max(largest, std::sqrt(static_cast<double>(squared_norms_[from + i])));
    }
    const float* tile[kLargestQueryTile];
    for (size_t at = 0; at < pending_.size(); at += kernel.query_tile) {
        size_t count = std::min(kernel.query_tile, pending_.size() - at);
        for (size_t c = 0; c < count; c++) {
            tile[c] = centered_.data() + pending_[at + c] * d_;
        }
        kernel.dots(tile, count, centered_.data() + from * d_, rows, d_, scratch.dots.data(), rows);
        for (size_t c = 0; c < count; c++) {
            size_t center = pending_[at + c];
            double norm = std::sqrt(static_cast<double>(squared_norms_[center]));
            double error = 2 * dot_error(d_) * norm * largest + 32 * kUnit * (norm + largest) * (norm + largest);
            float limit = static_cast<float>(error * 1.01 + 1e-36 - squared_norms_[center]);
            size_t hits = kernel.scan(scratch.dots.data() + c * rows, scratch.terms.data(), rows, limit,
                                      scratch.hits.data());
            for (size_t h = 0; h < hits; h++) {
                size_t i = scratch.hits[h];
                hold_against(from + i, center);
                scratch.terms[i] = term(i);
            }
        }
    }
}

void naive_k_center(const float* candidates, size_t n, size_t d, size_t start, size_t size, int32_t* centers) {
    constexpr size_t kTogether = 16;  // panels whose distances stay in the first cache
    size_t panels = (n + kPanel - 1) / kPanel;
    std::vector<float> packed(panels * kPanel * d);
    std::vector<float> nearest(panels * kPanel, kChosen);
    std::fill(nearest.begin(), nearest.begin() + static_cast<ptrdiff_t>(n), std::numeric_limits<float>::infinity());
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < d; j++) {
            packed[(i / kPanel * d + j) * kPanel + i % kPanel] = candidates[i * d + j];
        }
    }
    float distances[kTogether * kPanel];
    size_t latest = start;
    for (size_t step = 0; step + 1 < size; step++) {
        nearest[latest] = kChosen;
        const float* center = candidates + latest * d;
        float farthest = -2;
        for (size_t p = 0; p < panels; p += kTogether) {
            size_t count = std::min(kTogether, panels - p);
            kernels().panel_distances(packed.data() + p * kPanel * d, count, center, d, distances);
            float* known = nearest.data() + p * kPanel;
            float most = -2;
            for (size_t i = 0; i < count * kPanel; i++) {
                known[i] = distances[i] < known[i] ? distances[i] : known[i];
                most = known[i] > most ? known[i] : most;
            }
            if (most > farthest) {
                farthest = most;
                latest = p * kPanel + static_cast<size_t>(std::find(known, known + count * kPanel, most) - known);
            }
        }
        centers[step] = static_cast<int32_t>(latest);
    }
}

}  // namespace winnow
