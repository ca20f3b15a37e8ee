// Everything that the native library does, with every pointer and every number watched: build, search, write, read, damaged
// files. Ends with 0, or says what was wrong; the sanitizers end it with more than that.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "index.h"
#include "kernels.h"
#include "parallel.h"

namespace {

using winnow::IdRange;
using winnow::Index;

std::string folder;
size_t refused = 0;
size_t read_all_the_same = 0;

void require(bool holds, const std::string& what) {
    if (!holds) {
        std::fprintf(stderr, "native_checks: %s\n", what.c_str());
        std::exit(1);
    }
}

std::vector<float> gaussian(size_t n, size_t d, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::vector<float> values(n * d);
    std::generate(values.begin(), values.end(), [&] { return normal(random); });
    return values;
}

double squared_distance(const float* a, const float* b, size_t d) {
    double sum = 0;
    for (size_t j = 0; j < d; j++) {
        sum += (static_cast<double>(a[j]) - b[j]) * (static_cast<double>(a[j]) - b[j]);
    }
    return sum;
}

std::unique_ptr<Index> build(const std::vector<float>& vectors, size_t n, size_t d, size_t nlist, size_t nprobe) {
    std::unique_ptr<Index> index =
        nlist == 0 ? Index::flat(d, n) : Index::trained_ivf(vectors.data(), n, d, nlist, nprobe, 4, 7, 2);
    size_t half = n / 2;
    index->count(vectors.data(), half, 2);
    index->count(vectors.data() + half * d, n - half, 1);
    index->add(vectors.data(), half);
    index->add(vectors.data() + half * d, n - half);
    index->seal();
    return index;
}

void search(const Index& index, const std::vector<float>& queries, size_t nq, size_t k, IdRange excluded,
            std::vector<float>& distances, std::vector<int64_t>& ids) {
    distances.assign(nq * k, -1);
    ids.assign(nq * k, -1);
    index.search(queries.data(), nq, k, excluded, std::max<size_t>(1, index.nprobe()), 2, distances.data(), ids.data());
}

void check_search(size_t n, size_t d, size_t nlist) {
    std::vector<float> vectors = gaussian(n, d, 1);
    std::vector<float> queries = gaussian(13, d, 2);
    std::unique_ptr<Index> index = build(vectors, n, d, nlist, nlist);
    IdRange excluded{static_cast<int64_t>(n / 3), static_cast<int64_t>(n / 2)};
    size_t k = std::min<size_t>(5, n - (n / 2 - n / 3));
    std::vector<float> distances;
    std::vector<int64_t> ids;
    search(*index, queries, 13, k, excluded, distances, ids);
    for (size_t q = 0; q < 13; q++) {
        std::vector<double> all;
        for (size_t i = 0; i < n; i++) {
            if (!excluded.contains(static_cast<int64_t>(i))) {
                all.push_back(squared_distance(queries.data() + q * d, vectors.data() + i * d, d));
            }
        }
        std::sort(all.begin(), all.end());
        for (size_t r = 0; r < k; r++) {
            require(std::abs(distances[q * k + r] - all[r]) <= 1e-4 * (1 + all[r]),
                    "a neighbour of dimension " + std::to_string(d) + " is not the nearest");
            require(!excluded.contains(ids[q * k + r]), "an excluded vector was found");
        }
    }
}

std::vector<char> bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A damaged file is refused by an exception, or is an index all the same: then searching it must do no harm.
void try_file(const std::vector<char>& content, const std::vector<float>& queries, size_t d) {
    std::string path = folder + "/damaged";
    std::ofstream(path, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
    std::unique_ptr<Index> index;
    try {
        index = Index::read(path);
    } catch (const std::exception&) {
        refused++;
        return;
    }
    read_all_the_same++;
    if (index->d() == d && index->ntotal() >= 3) {
        std::vector<float> distances;
        std::vector<int64_t> ids;
        search(*index, queries, 2, 3, {0, 0}, distances, ids);
        for (int64_t id : ids) {
            require(id >= 0 && id < static_cast<int64_t>(index->ntotal()), "a damaged file gave an id out of bounds");
        }
    }
}

void check_damage(size_t n, size_t d, size_t nlist, unsigned seed) {
    std::string path = folder + "/intact";
    std::vector<float> queries = gaussian(2, d, 3);
    build(gaussian(n, d, 4), n, d, nlist, std::max<size_t>(1, nlist / 2))->write(path);
    require(Index::read(path)->ntotal() == n, "an intact file is not read");
    const std::vector<char> intact = bytes_of(path);
    for (size_t length = 0; length < intact.size(); length += 1 + length / 64) {
        try_file({intact.begin(), intact.begin() + static_cast<ptrdiff_t>(length)}, queries, d);
    }
    const std::vector<uint64_t> hostile = {0, 1, 2, 3, 0x7fffffff, 0xffffffff, uint64_t{1} << 34, (uint64_t{1} << 40) - 1,
                                           uint64_t{1} << 61, ~uint64_t{0}, uint64_t{1} << 63};
    for (size_t at = 0; at + 8 <= intact.size(); at += at < 160 ? 1 : 7) {
        for (uint64_t value : hostile) {
            std::vector<char> damaged = intact;
            std::memcpy(damaged.data() + at, &value, sizeof(value));
            try_file(damaged, queries, d);
        }
    }
    std::mt19937 random(seed);
    for (int round = 0; round < 3000; round++) {
        std::vector<char> damaged = intact;
        for (unsigned flips = 1 + random() % 4; flips > 0; flips--) {
            damaged[random() % damaged.size()] = static_cast<char>(random());
        }
        try_file(damaged, queries, d);
    }
}

void check_exceptions_of_threads() {
    bool thrown = false;
    try {
        winnow::parallel_for(2, 100, [](size_t, size_t task) {
            if (task == 57) {
                throw std::runtime_error("task 57");
            }
        });
    } catch (const std::runtime_error& e) {
        thrown = std::string(e.what()) == "task 57";
    }
    require(thrown, "an exception of a task did not reach the caller");
}

}  // namespace

int main(int count, char** arguments) {
    require(count == 2 || count == 3, "usage: native_checks FOLDER [damage]");
    folder = arguments[1];
    for (size_t d : {1, 2, 3, 7, 16, 17, 33, 100}) {
        check_search(1, d, 0);
        check_search(37, d, 0);
        check_search(300, d, 11);
    }
    check_exceptions_of_threads();
    if (count == 3) {
        check_damage(5, 3, 0, 6);
        check_damage(40, 3, 4, 7);
        check_damage(6, 2, 5, 8);
    }
    std::printf("native_checks: %s kernels, %zu damaged files refused, %zu read and searched, nothing else happened\n",
                winnow::kernels().name, refused, read_all_the_same);
    return 0;
}
