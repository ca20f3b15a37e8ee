// Vectors as 8-bit residuals from the center of their list: a quarter of the memory beside the vectors themselves, for a first
// pass two (AVX2) to four times (VNNI, Arm's dot product) as fast as float32. Queries have 7 bits where two products are added in 16.
//
// With x = c + r, q = c + y, r = r' + e, y = y' + f, where r' and y' are what the bytes stand for:
//     |x - q|^2 = |r|^2 + |y|^2 - 2 r.y,   |r.y - r'.y'| <= |r'||f| + |e||y|
// by Cauchy and Schwarz, with the norms of e and f measured as the bytes are made. Together with a share for the rounding of all
// float32 operations this gives an interval that the squared distance lies in, whatever the data: the vectors that the
// pass drops cannot be among the nearest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels.h"
#include "search.h"

namespace winnow {

// A query as bytes, from the center of one list.
struct QuantisedQuery {
    ByteQuery kernel;
    double lower;  // |y|^2, less a share that covers rounding
    double slack;  // what an upper end is above a lower one because of that share
};

class ByteLists {
public:
    ByteLists() = default;

    // Centers [lists, d]; must stay valid. Empty where the machine has no instructions for bytes.
    ByteLists(size_t d, const std::vector<VectorList>& lists, const float* centers);

    // A list of all vectors, from their mean.
    static ByteLists flat(const ListSet& set);

    bool empty() const { return panels_.empty(); }
    size_t quads() const { return quads_; }
    size_t query_bytes() const { return padded_; }
    const uint8_t* panel(size_t list, size_t p) const { return panels_.data() + (first_[list] + p) * panel_bytes(); }
    const ByteTerms* terms(size_t list, size_t p) const { return terms_.data() + first_[list] + p; }

    // values [query_bytes], residual [query_bytes]
    QuantisedQuery quantise(const float* query, size_t list, int8_t* values, float* residual) const;

    // Upper end of the interval whose lower end is given, for a vector of a panel.
    double upper(double lower, const ByteTerms& terms, size_t at, const QuantisedQuery& query) const;

private:
    size_t panel_bytes() const { return quads_ * 4 * kPanel; }
    void fill(const VectorList& list, size_t l);

    size_t d_ = 0;
    size_t quads_ = 0;
    size_t padded_ = 0;
    double share_ = 0;
    const float* centers_ = nullptr;
    std::vector<float> mean_;
    std::vector<size_t> first_;  // panel of each list
    std::vector<uint8_t> panels_;
    std::vector<ByteTerms> terms_;
};

}  // namespace winnow
