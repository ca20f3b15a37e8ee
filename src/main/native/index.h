// FAISS indexes: trained, stored and written by FAISS, searched by search.h.
#pragma once

#include <faiss/IndexFlat.h>
#include <faiss/IndexIVFFlat.h>

#include <memory>
#include <string>

#include "byte_lists.h"
#include "search.h"

namespace winnow {

class Index {
public:
    static std::unique_ptr<Index> flat(size_t d, size_t capacity);

    // Trains inverted lists on a sample [n, d], nlist <= n. Vectors are then counted, all of them, and after that added in the
    // same order: no list is ever moved to a larger place.
    static std::unique_ptr<Index> trained_ivf(const float* sample, size_t n, size_t d, size_t nlist, size_t nprobe,
                                              int iterations, int seed, size_t threads);

    // Reads a file that write wrote and checks all that a search relies on.
    static std::unique_ptr<Index> read(const std::string& path);

    void count(const float* vectors, size_t n, size_t threads);
    void add(const float* vectors, size_t n);

    // To be called once after the last add.
    void seal();

    void write(const std::string& path) const;

    // distances, ids [nq, k]; k at most the number of vectors that are not excluded. Looks at more lists than nprobe for
    // a query whose lists hold fewer than k.
    void search(const float* queries, size_t nq, size_t k, IdRange excluded, size_t nprobe, size_t threads,
                float* distances, int64_t* ids) const;

    // FAISS's own search, for comparison.
    void faiss_search(const float* queries, size_t nq, size_t k, size_t nprobe, size_t threads, float* distances,
                      int64_t* ids) const;

    size_t d() const { return faiss_->d; }
    size_t ntotal() const { return faiss_->ntotal; }
    size_t nlist() const { return ivf_ == nullptr ? 0 : ivf_->nlist; }
    size_t nprobe() const { return ivf_ == nullptr ? 0 : ivf_->nprobe; }
    void set_nprobe(size_t nprobe);

private:
    explicit Index(std::unique_ptr<faiss::Index> index);

    void reserve();
    void require_ids() const;
    Plan probe(const float* queries, size_t nq, size_t k, IdRange excluded, size_t nprobe, size_t threads) const;

    std::unique_ptr<faiss::Index> faiss_;
    faiss::IndexFlat* flat_ = nullptr;
    faiss::IndexIVFFlat* ivf_ = nullptr;
    std::vector<int64_t> assigned_;
    ListSet centroids_;
    ListSet vectors_;
    ByteLists bytes_;
};

// The matrix product that a search of the same size is held against: products [nq, n] of queries and vectors, by OpenBLAS,
// some columns at a time. Returns their sum, so that nothing is left out.
double sgemm(const float* queries, size_t nq, const float* vectors, size_t n, size_t d, size_t threads);

// Which kernels OpenBLAS has chosen for this machine.
std::string openblas_core();

}  // namespace winnow
