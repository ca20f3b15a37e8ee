// Greedy k-center selection (Gonzalez 1985), the same sequence as io.winnow.core.index.GreedyKCenter bit for bit: the next
// center is the candidate farthest from all chosen ones, of equally far ones that with the lowest index; a squared distance is
// the float32 sum over ascending dimensions, product and sum rounded separately.
//
// Exact and blocked. Between two rounds every candidate knows its distance to the centers chosen before, which is an upper
// bound afterwards. A round takes the candidates with the largest bounds into a pool, keeps only their distances up to date,
// and chooses from the pool as long as its farthest stands before every bound outside; it then must be the farthest of all. At
// the end of the round all candidates are held against all new centers at once: dot products with a bound on their error, of bytes
// (byte_lists.h) or of float32, tell for nearly every pair that the center is no nearer than what is known; only the others are computed in the order that the
// contract asks for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "byte_lists.h"

namespace winnow {

class GreedyKCenter {
public:
    // Candidates [n, d] are read until the selection is destroyed.
    GreedyKCenter(const float* candidates, size_t n, size_t d, size_t start, size_t threads);

    // One round: writes between 1 and `most` further centers, returns how many. most >= 1, not more than are left.
    size_t next(int32_t* centers, size_t most);

private:
    void center();
    void update();
    void update_block(size_t block, class KCenterScratch& scratch);
    void update_block_of_bytes(size_t block, class KCenterScratch& scratch);
    void hold_against(size_t candidate, size_t center);
    void fill_pool();
    bool before(size_t a, size_t b) const;

    const float* candidates_;
    size_t n_;
    size_t d_;
    size_t threads_;
    size_t block_rows_;
    std::vector<float> mean_;
    ByteLists bytes_;                  // where the machine has instructions for them, else the next two
    std::vector<QuantisedQuery> quantised_;  // pending centers
    std::vector<int8_t> values_;
    std::vector<float> centered_;      // candidates less their mean: smaller numbers, tighter bounds
    std::vector<float> squared_norms_;  // of the centered ones
    std::vector<float> nearest_;       // squared distance to the nearest center, -1 for a center
    std::vector<uint32_t> pending_;    // centers that only the pool knows of
    std::vector<uint32_t> order_;      // pool, then the first candidate outside
    std::vector<float> panels_;        // pool, see Kernels::panel_distances
    std::vector<float> pool_distances_;
    size_t pool_size_ = 0;
};

// The same sequence by the plain loop, which updates all candidates for each center: to compare with. Writes size - 1 centers that
// follow the start.
void naive_k_center(const float* candidates, size_t n, size_t d, size_t start, size_t size, int32_t* centers);

}  // namespace winnow
