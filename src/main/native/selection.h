// The k nearest of few vectors for each of many queries, such as the lists that queries look at. Where a search keeps
// candidates one by one because nearly all vectors are none, here a good part of them is taken: distances of all are
// approximated first, and only those that rounding leaves undecided at the end of the selection are computed again in double.
#pragma once

#include <cstddef>
#include <cstdint>

#include "search.h"

namespace winnow {

// ids [nq, k] of the k nearest vectors of a set of one list of at least k, by (distance, id). The first of a query is the nearest
// but for rounding, the rest are in no order. As with a search, which they are depends neither on the number of threads nor
// on the width of the vector unit.
void select(const ListSet& set, const float* queries, size_t nq, size_t k, size_t threads, int64_t* ids);

}  // namespace winnow
