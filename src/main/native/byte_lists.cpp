#include "byte_lists.h"

#include <cmath>
#include <limits>

namespace winnow {
namespace {

constexpr double kUnit = 1.0 / (1 << 24);   // of rounding in float32
constexpr double kUnderflow = 1e-36;        // of squares and products
constexpr double kLargestSquare = 1e37;     // beyond, a float32 may overflow on the way
constexpr int kLargestByte = 127;
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// Square root of a sum of d squares in float32, at least; small squares may have vanished.
double at_least(float squared, double share, size_t d) {
    return std::sqrt(static_cast<double>(squared)) * (1 + share) + 4e-23 * std::sqrt(static_cast<double>(d));
}

float rounded_up(double x) {
    return std::nextafter(static_cast<float>(x), std::numeric_limits<float>::infinity());
}

}  // namespace

ByteLists::ByteLists(size_t d, const std::vector<VectorList>& lists, const float* centers)
    : d_(d), centers_(centers) {
    if (kernels().byte_tile == 0) {
        return;
    }
    quads_ = (d_ + 3) / 4;
    padded_ = (d_ + 15) / 16 * 16;
    // Sums of d squares, differences, products and the result itself are each rounded: fewer than 64 units and two for each
    // dimension, in parts of |r|^2 + |y|^2.
    share_ = (2 * static_cast<double>(d_) + 64) * kUnit;
    size_t panels = 0;
    for (const VectorList& list : lists) {
        first_.push_back(panels);
        panels += (list.size + kPanel - 1) / kPanel;
    }
    panels_.resize(panels * panel_bytes());
    terms_.resize(panels);
    for (size_t l = 0; l < lists.size(); l++) {
        fill(lists[l], l);
    }
}

ByteLists ByteLists::flat(const ListSet& set) {
    size_t d = set.d();
    const VectorList& list = set.lists()[0];
    std::vector<double> sums(d);
    for (size_t i = 0; i < list.size; i++) {
        for (size_t j = 0; j < d; j++) {
            sums[j] += list.vectors[i * d + j];
        }
    }
    std::vector<float> mean(d);
    for (size_t j = 0; j < d && list.size > 0; j++) {
        mean[j] = static_cast<float>(sums[j] / static_cast<double>(list.size));
    }
    ByteLists lists(d, set.lists(), mean.data());
    lists.mean_ = std::move(mean);
    lists.centers_ = lists.mean_.data();
    return lists;
}

void ByteLists::fill(const VectorList& list, size_t l) {
    std::vector<int8_t> values(padded_);
    std::vector<float> residual(padded_);
    size_t panels = (list.size + kPanel - 1) / kPanel;
    for (size_t i = 0; i < panels * kPanel; i++) {
        size_t p = first_[l] + i / kPanel;
        size_t at = i % kPanel;
        ByteTerms& terms = terms_[p];
        if (i >= list.size) {
            terms.squared_norm[at] = std::numeric_limits<float>::infinity();
            terms.norm[at] = terms.error[at] = terms.scale[at] = 0;
            continue;
        }
        Quantised q = kernels().quantise(list.vectors + i * d_, centers_ + l * d_, d_, kLargestByte, values.data(),
                                         residual.data());
        double norm = at_least(q.squared_norm, share_, d_);
        double error = at_least(q.squared_error, share_, d_) + 2 * kUnit * norm;
        bool tame = q.squared_norm < kLargestSquare;
        terms.squared_norm[at] = tame ? static_cast<float>(q.squared_norm * (1 - share_) - kUnderflow) : kNaN;
        terms.norm[at] = tame ? rounded_up(norm + error) : 0;
        terms.error[at] = tame ? rounded_up(error) : 0;
        terms.scale[at] = tame ? q.scale : 0;
        uint8_t* bytes = panels_.data() + p * panel_bytes() + at * 4;
        for (size_t j = 0; j < d_; j++) {
            bytes[j / 4 * 4 * kPanel + j % 4] = static_cast<uint8_t>(values[j] + 128);
        }
    }
}

QuantisedQuery ByteLists::quantise(const float* query, size_t list, int8_t* values, float* residual) const {
    Quantised q = kernels().quantise(query, centers_ + list * d_, d_, kernels().query_limit, values, residual);
    double norm = at_least(q.squared_norm, share_, d_);
    double error = at_least(q.squared_error, share_, d_) + 2 * kUnit * norm;
    bool tame = q.squared_norm < kLargestSquare;
    QuantisedQuery result;
    result.kernel.values = values;
    result.kernel.offset = 128 * q.sum;
    result.kernel.scale = tame ? 2 * q.scale : 0;
    result.kernel.error = tame ? rounded_up(2 * error) : kNaN;
    result.kernel.norm = tame ? rounded_up(2 * norm) : 0;
    result.kernel.limit = 0;
    double squared = q.squared_norm;
    result.lower = squared * (1 - share_) - kUnderflow;
    result.slack = 4 * share_ * squared + 4 * kUnderflow;
    return result;
}

double ByteLists::upper(double lower, const ByteTerms& terms, size_t at, const QuantisedQuery& query) const {
    double width = static_cast<double>(terms.norm[at]) * query.kernel.error +
                   static_cast<double>(terms.error[at]) * query.kernel.norm;
    return lower + 2.001 * width + query.slack + 4 * share_ * terms.squared_norm[at];
}

}  // namespace winnow
