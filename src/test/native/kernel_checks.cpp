// What needs no FAISS: the search of lists and greedy k-center, held against plain loops bit for bit, over data that tempts a bound on
// an error. Prints a digest of all results, which is the same on every machine and for every instruction set.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "byte_lists.h"
#include "kcenter.h"
#include "kernels.h"
#include "search.h"
#include "selection.h"

namespace {

using winnow::IdRange;

constexpr size_t kKinds = 10;
constexpr size_t kQueries = 29;

uint64_t digest = 14695981039346656037u;

void add_to_digest(uint64_t value) {
    digest = (digest ^ value) * 1099511628211u;
}

void require(bool holds, const std::string& what) {
    if (!holds) {
        std::fprintf(stderr, "kernel_checks: %s\n", what.c_str());
        std::exit(1);
    }
}

// Sums of uniform numbers: no function of the C library, which may round differently elsewhere.
class Draw {
public:
    explicit Draw(uint64_t seed) : state_(seed * 2654435761u + 1) {}

    float next() {
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            state_ = state_ * 6364136223846793005u + 1442695040888963407u;
            sum += static_cast<int>(state_ >> 48);
        }
        return static_cast<float>(sum - 6 * 65536) / 65536;
    }

private:
    uint64_t state_;
};

// Ties, duplicates, numbers near both ends of float32, much offset and little spread, one dimension above all others, none above
// another (all bytes as large as they get).
std::vector<float> draw(size_t kind, size_t n, size_t d, uint64_t seed) {
    constexpr float kScales[] = {1e-15f, 1e-3f, 1, 1e6f, 1e15f};
    Draw numbers(seed);
    std::vector<float> values(n * d);
    for (size_t p = 0; p < values.size(); p++) {
        float x = numbers.next();
        size_t row = p / d;
        switch (kind) {
            case 1: x = std::round(x); break;
            case 2: x = row == 0 ? x : values[p % d] + static_cast<float>(row % 3); break;
            case 3: x *= kScales[row % 5]; break;
            case 4: x *= 1e18f; break;
            case 5: x *= 1e-40f; break;
            case 6: x *= 1e-22f; break;
            case 7: x = 1000 + 1e-3f * x; break;
            case 8: x = p % d == 0 ? 100 * x : 0.01f * x; break;
            case 9: x = x < 0 ? -1 : 1; break;
            default: break;
        }
        values[p] = x;
    }
    return values;
}

// Vectors in lists of uneven length; ids ascend within a list.
struct Lists {
    Lists(const std::vector<float>& all, size_t n, size_t d, size_t count) : ids(count), vectors(count) {
        for (size_t i = 0; i < n; i++) {
            size_t l = i * i % count;
            ids[l].push_back(static_cast<int64_t>(i));
            vectors[l].insert(vectors[l].end(), all.begin() + static_cast<ptrdiff_t>(i * d),
                              all.begin() + static_cast<ptrdiff_t>((i + 1) * d));
        }
        for (size_t l = 0; l < count; l++) {
            views.push_back({vectors[l].data(), ids[l].data(), ids[l].size()});
            centers.insert(centers.end(), all.begin() + static_cast<ptrdiff_t>(l * d),
                           all.begin() + static_cast<ptrdiff_t>((l + 1) * d));
        }
    }

    std::vector<std::vector<int64_t>> ids;
    std::vector<std::vector<float>> vectors;
    std::vector<winnow::VectorList> views;
    std::vector<float> centers;
};

// All queries look at all lists, in one pass or each at one list first.
winnow::Plan plan(size_t lists, bool at_once) {
    if (at_once) {
        return winnow::Plan::all(lists, kQueries);
    }
    std::vector<std::vector<uint32_t>> first(lists);
    std::vector<std::vector<uint32_t>> rest(lists);
    for (size_t l = 0; l < lists; l++) {
        for (uint32_t q = 0; q < kQueries; q++) {
            (q % lists == l ? first : rest)[l].push_back(q);
        }
    }
    return {{winnow::Plan::Pass(first), winnow::Plan::Pass(rest)}};
}

void check_search(size_t kind, size_t n, size_t d, size_t count, size_t k, size_t threads) {
    std::vector<float> all = draw(kind, n + kQueries, d, 1000 * kind + d);
    float* queries = all.data() + n * d;
    std::copy(all.begin(), all.begin() + static_cast<ptrdiff_t>(d), queries);
    Lists lists(all, n, d, count);
    winnow::ListSet set(d, lists.views);
    winnow::ByteLists bytes =
        count == 1 ? winnow::ByteLists::flat(set) : winnow::ByteLists(d, lists.views, lists.centers.data());
    IdRange excluded{3, 7};
    std::vector<float> distances(kQueries * k);
    std::vector<int64_t> ids(kQueries * k);
    winnow::search(set, bytes, plan(count, d % 2 == 0), queries, kQueries, k, excluded, threads,
                   distances.data(), ids.data());
    for (size_t q = 0; q < kQueries; q++) {
        std::vector<std::pair<float, int64_t>> expected;
        for (size_t i = 0; i < n; i++) {
            if (!excluded.contains(static_cast<int64_t>(i))) {
                double squared = winnow::kernels().squared_distance(queries + q * d, all.data() + i * d, d);
                expected.emplace_back(static_cast<float>(squared), static_cast<int64_t>(i));
            }
        }
        std::sort(expected.begin(), expected.end());
        for (size_t r = 0; r < k; r++) {
            size_t at = q * k + r;
            require(ids[at] == expected[r].second && distances[at] == expected[r].first,
                    "data of kind " + std::to_string(kind) + ", dimension " + std::to_string(d) + ", " +
                        std::to_string(count) + " lists, query " + std::to_string(q) + ", rank " + std::to_string(r) +
                        ": found " + std::to_string(ids[at]) + ", not " + std::to_string(expected[r].second));
            uint32_t bits;
            std::memcpy(&bits, &distances[at], sizeof(bits));
            add_to_digest(bits);
            add_to_digest(static_cast<uint64_t>(ids[at]));
        }
    }
}

// What is selected without distances are the same vectors.
void check_select(size_t kind, size_t n, size_t d, size_t k) {
    std::vector<float> all = draw(kind, n + kQueries, d, 7 * kind + d);
    const float* queries = all.data() + n * d;
    winnow::ListSet set(d, {{all.data(), nullptr, n}});
    std::vector<float> distances(kQueries * k);
    std::vector<int64_t> ids(kQueries * k);
    std::vector<int64_t> selected(kQueries * k);
    winnow::search(set, {}, winnow::Plan::all(1, kQueries), queries, kQueries, k, {0, 0}, 2, distances.data(), ids.data());
    winnow::select(set, queries, kQueries, k, 2, selected.data());
    for (size_t q = 0; q < kQueries; q++) {
        auto of = [&](std::vector<int64_t>& values) {
            auto from = values.begin() + static_cast<ptrdiff_t>(q * k);
            std::sort(from, from + static_cast<ptrdiff_t>(k));
        };
        of(ids);
        of(selected);
    }
    require(ids == selected, "select over data of kind " + std::to_string(kind) + " is not what search finds");
}

// The sequence is that of the plain loop, to the last candidate.
void check_kcenter(size_t kind, size_t n, size_t d) {
    std::vector<float> candidates = draw(kind, n, d, 5);
    winnow::GreedyKCenter selection(candidates.data(), n, d, n / 2, 2);
    std::vector<int32_t> chosen(n);
    std::vector<int32_t> expected(n);
    chosen[0] = expected[0] = static_cast<int32_t>(n / 2);
    size_t count = 1;
    while (count < n) {
        count += selection.next(chosen.data() + count, n - count);
    }
    winnow::naive_k_center(candidates.data(), n, d, n / 2, n, expected.data() + 1);
    require(chosen == expected, "greedy k-center over data of kind " + std::to_string(kind) + ", dimension " +
                                    std::to_string(d) + " is not the plain sequence");
    for (int32_t center : chosen) {
        add_to_digest(static_cast<uint64_t>(center));
    }
}

}  // namespace

int main() {
    for (size_t d = 1; d <= 70; d++) {
        for (size_t kind : {d % kKinds, (d / 2 + 5) % kKinds}) {
            check_search(kind, 150, d, 1, 1 + d % 7, 1 + d % 2);
            check_search(kind, 150, d, 9, d % 2 == 0 ? 3 : 60, 1 + d % 3);
        }
        for (size_t kind : {d % kKinds, (d / 2 + 5) % kKinds}) {
            check_select(kind, 90, d, 1 + d % 20);
        }
    }
    check_select(0, 1000, 300, 48);
    check_select(2, 1000, 300, 1000);
    for (size_t d : {1, 3, 16, 33, 100}) {
        for (size_t kind = 0; kind < kKinds; kind++) {
            check_kcenter(kind, 90, d);
        }
    }
    check_kcenter(0, 2200, 24);
    check_kcenter(1, 2200, 5);
    std::printf("kernel_checks: %s kernels, all as the plain loops, digest %016llx\n", winnow::kernels().name,
                static_cast<unsigned long long>(digest));
    return 0;
}
