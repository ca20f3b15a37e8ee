#include "index.h"

#include <faiss/Clustering.h>
#include <faiss/impl/io.h>
#include <faiss/index_io.h>
#include <faiss/invlists/InvertedLists.h>
#include <omp.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <stdexcept>

#include "layout.h"
#include "selection.h"

extern "C" {
int sgemm_(const char* transa, const char* transb, int* m, int* n, int* k, const float* alpha,
           const float* a, int* lda, const float* b, int* ldb, float* beta, float* c, int* ldc);
char* openblas_get_corename(void);
}

namespace winnow {
namespace {

constexpr IdRange kNothing{0, 0};

// What runs long is ours and has threads of its own. What is left to FAISS copies and adds up: more threads would gain little
// there, and libgomp would keep a pool of them for every thread of the caller.
constexpr int kOpenMpThreads = 1;

// An exact index whose search is ours: gives the training of FAISS its speed.
class ListMajorFlat : public faiss::IndexFlatL2 {
public:
    ListMajorFlat(size_t d, size_t threads) : IndexFlatL2(static_cast<idx_t>(d)), threads_(threads) {}

    void search(idx_t n, const float* x, idx_t k, float* distances, idx_t* labels,
                const faiss::SearchParameters*) const override {
        ListSet set(d, {{get_xb(), nullptr, static_cast<size_t>(ntotal)}});
        winnow::search(set, ByteLists(), Plan::all(1, n), x, n, k, kNothing, threads_, distances, labels);
    }

private:
    size_t threads_;
};

class File {
public:
    File(const std::string& path, const char* mode) : path_(path), file_(std::fopen(path.c_str(), mode)) {
        if (file_ == nullptr) {
            fail("cannot open");
        }
    }
    File(const File&) = delete;
    ~File() {
        if (file_ != nullptr) {
            std::fclose(file_);
        }
    }

    // Unlike the writer of FAISS this tells when the last bytes did not fit on the disk.
    void close() {
        std::FILE* closing = file_;
        file_ = nullptr;
        if (std::fclose(closing) != 0) {
            fail("cannot finish");
        }
    }

    std::FILE* get() const { return file_; }

private:
    [[noreturn]] void fail(const char* what) const {
        throw std::runtime_error(std::string(what) + " " + path_ + ": " + std::strerror(errno));
    }

    std::string path_;
    std::FILE* file_;
};

size_t excluded_in(const VectorList& list, IdRange excluded) {
    const int64_t* end = list.ids + list.size;
    return std::lower_bound(list.ids, end, excluded.to) - std::lower_bound(list.ids, end, excluded.from);
}

}  // namespace

Index::Index(std::unique_ptr<faiss::Index> index) : faiss_(std::move(index)) {
    flat_ = dynamic_cast<faiss::IndexFlat*>(faiss_.get());
    ivf_ = dynamic_cast<faiss::IndexIVFFlat*>(faiss_.get());
}

std::unique_ptr<Index> Index::flat(size_t d, size_t capacity) {
    auto index = std::make_unique<faiss::IndexFlatL2>(static_cast<int64_t>(d));
    index->codes.reserve(capacity * index->code_size);
    return std::unique_ptr<Index>(new Index(std::move(index)));
}

std::unique_ptr<Index> Index::trained_ivf(const float* sample, size_t n, size_t d, size_t nlist, size_t nprobe,
                                          int iterations, int seed, size_t threads) {
    omp_set_num_threads(kOpenMpThreads);
    faiss::ClusteringParameters parameters;
    parameters.niter = iterations;
    parameters.seed = seed;
    parameters.min_points_per_centroid = 1;
    parameters.max_points_per_centroid = static_cast<int>(n / nlist + 1);
    faiss::Clustering clustering(static_cast<int>(d), static_cast<int>(nlist), parameters);
    ListMajorFlat assignment(d, threads);
    clustering.train(static_cast<int64_t>(n), sample, assignment);

    auto quantizer = std::make_unique<faiss::IndexFlatL2>(static_cast<int64_t>(d));
    quantizer->add(static_cast<int64_t>(nlist), clustering.centroids.data());
    auto ivf = std::make_unique<faiss::IndexIVFFlat>(quantizer.get(), d, nlist);
    quantizer.release();
    ivf->own_fields = true;
    ivf->is_trained = true;
    ivf->nprobe = nprobe;
    std::unique_ptr<Index> index(new Index(std::move(ivf)));
    const float* stored = static_cast<faiss::IndexFlat*>(index->ivf_->quantizer)->get_xb();
    index->centroids_ = ListSet(d, {{stored, nullptr, nlist}});
    return index;
}

void Index::count(const float* vectors, size_t n, size_t threads) {
    if (ivf_ == nullptr) {
        return;
    }
    size_t before = assigned_.size();
    assigned_.resize(before + n);
    winnow::select(centroids_, vectors, n, 1, threads, assigned_.data() + before);
}

void Index::reserve() {
    auto* lists = static_cast<faiss::ArrayInvertedLists*>(ivf_->invlists);
    std::vector<size_t> sizes(ivf_->nlist);
    for (int64_t list : assigned_) {
        sizes[list]++;
    }
    for (size_t l = 0; l < sizes.size(); l++) {
        lists->ids[l].reserve(sizes[l]);
        lists->codes[l].reserve(sizes[l] * ivf_->code_size);
    }
}

void Index::add(const float* vectors, size_t n) {
    if (ivf_ == nullptr) {
        flat_->add(static_cast<int64_t>(n), vectors);
        return;
    }
    size_t from = ivf_->ntotal;
    if (from + n > assigned_.size()) {
        throw std::runtime_error("more vectors added than were counted: " + std::to_string(from + n) + " and " +
                                 std::to_string(assigned_.size()));
    }
    if (from == 0) {
        reserve();
    }
    omp_set_num_threads(kOpenMpThreads);
    ivf_->add_core(static_cast<int64_t>(n), vectors, nullptr, assigned_.data() + from);
}

void Index::seal() {
    std::vector<VectorList> lists;
    if (ivf_ == nullptr) {
        lists.push_back({flat_->get_xb(), nullptr, ntotal()});
    } else {
        std::vector<int64_t>().swap(assigned_);
        for (size_t l = 0; l < ivf_->nlist; l++) {
            lists.push_back({reinterpret_cast<const float*>(ivf_->invlists->get_codes(l)), ivf_->invlists->get_ids(l),
                             ivf_->invlists->list_size(l)});
        }
        const float* stored = static_cast<faiss::IndexFlat*>(ivf_->quantizer)->get_xb();
        centroids_ = ListSet(d(), {{stored, nullptr, ivf_->nlist}});
    }
    vectors_ = ListSet(d(), std::move(lists));
    bytes_ = ivf_ == nullptr ? ByteLists::flat(vectors_)
                             : ByteLists(d(), vectors_.lists(), static_cast<faiss::IndexFlat*>(ivf_->quantizer)->get_xb());
}

void Index::set_nprobe(size_t nprobe) {
    if (ivf_ != nullptr) {
        ivf_->nprobe = nprobe;
    }
}

void Index::write(const std::string& path) const {
    File file(path, "wb");
    faiss::write_index(faiss_.get(), file.get());
    file.close();
}

std::unique_ptr<Index> Index::read(const std::string& path) {
    File file(path, "rb");
    require_layout(file.get());
    std::unique_ptr<Index> index(new Index(std::unique_ptr<faiss::Index>(faiss::read_index(file.get()))));
    if (index->flat_ == nullptr && index->ivf_ == nullptr) {
        throw std::runtime_error("the file holds neither an IndexFlat nor an IndexIVFFlat");
    }
    if (index->ivf_ != nullptr) {
        index->require_ids();
    }
    index->seal();
    return index;
}

void Index::require_ids() const {
    auto* quantizer = dynamic_cast<faiss::IndexFlat*>(ivf_->quantizer);
    auto* lists = dynamic_cast<faiss::ArrayInvertedLists*>(ivf_->invlists);
    if (quantizer == nullptr || lists == nullptr) {
        throw std::runtime_error("the inverted lists do not fit their quantizer");
    }
    std::vector<bool> seen(ntotal());
    for (size_t l = 0; l < lists->nlist; l++) {
        int64_t previous = -1;
        for (int64_t id : lists->ids[l]) {
            if (id <= previous || id >= ivf_->ntotal || seen[id]) {
                throw std::runtime_error("inverted list " + std::to_string(l) + " holds id " + std::to_string(id) +
                                         " out of order, twice or out of bounds");
            }
            seen[id] = true;
            previous = id;
        }
    }
}

Plan Index::probe(const float* queries, size_t nq, size_t k, IdRange excluded, size_t nprobe, size_t threads) const {
    size_t nlist = ivf_->nlist;
    std::vector<size_t> available(nlist);
    for (size_t l = 0; l < nlist; l++) {
        available[l] = vectors_.lists()[l].size - excluded_in(vectors_.lists()[l], excluded);
    }
    std::vector<std::vector<uint32_t>> nearest(nlist);
    std::vector<std::vector<uint32_t>> others(nlist);
    std::vector<uint32_t> open(nq);
    std::iota(open.begin(), open.end(), 0);
    for (size_t probes = std::min(nprobe, nlist); !open.empty(); probes = std::min(2 * probes, nlist)) {
        std::vector<float> gathered;
        const float* x = queries;
        if (open.size() < nq) {
            for (uint32_t q : open) {
                gathered.insert(gathered.end(), queries + q * d(), queries + (q + 1) * d());
            }
            x = gathered.data();
        }
        std::vector<int64_t> lists(open.size() * probes);
        winnow::select(centroids_, x, open.size(), probes, threads, lists.data());
        std::vector<uint32_t> still_open;
        for (size_t i = 0; i < open.size(); i++) {
            const int64_t* probed = lists.data() + i * probes;
            size_t found = 0;
            for (size_t p = 0; p < probes; p++) {
                found += available[probed[p]];
            }
            if (found < k && probes < nlist) {
                still_open.push_back(open[i]);
                continue;
            }
            nearest[probed[0]].push_back(open[i]);
            for (size_t p = 1; p < probes; p++) {
                others[probed[p]].push_back(open[i]);
            }
        }
        open.swap(still_open);
    }
    return {{Plan::Pass(nearest), Plan::Pass(others)}};
}

void Index::search(const float* queries, size_t nq, size_t k, IdRange excluded, size_t nprobe, size_t threads,
                   float* distances, int64_t* ids) const {
    Plan plan = ivf_ == nullptr ? Plan::all(1, nq) : probe(queries, nq, k, excluded, nprobe, threads);
    winnow::search(vectors_, bytes_, plan, queries, nq, k, excluded, threads, distances, ids);
}

void Index::faiss_search(const float* queries, size_t nq, size_t k, size_t nprobe, size_t threads, float* distances,
                         int64_t* ids) const {
    omp_set_num_threads(static_cast<int>(threads));
    faiss::SearchParametersIVF parameters;
    parameters.nprobe = nprobe;
    faiss_->search(static_cast<int64_t>(nq), queries, static_cast<int64_t>(k), distances, ids,
                   ivf_ == nullptr ? nullptr : &parameters);
}

double sgemm(const float* queries, size_t nq, const float* vectors, size_t n, size_t d, size_t threads) {
    constexpr size_t kTogether = 4096;
    omp_set_num_threads(static_cast<int>(threads));
    std::vector<float> products(nq * std::min(n, kTogether));
    double sum = 0;
    for (size_t from = 0; from < n; from += kTogether) {
        int rows = static_cast<int>(std::min(kTogether, n - from));
        int columns = static_cast<int>(nq);
        int inner = static_cast<int>(d);
        float one = 1;
        float zero = 0;
        sgemm_("Transposed", "Not transposed", &rows, &columns, &inner, &one, vectors + from * d, &inner, queries, &inner,
               &zero, products.data(), &rows);
        sum += products[0];
    }
    return sum;
}

std::string openblas_core() {
    return openblas_get_corename();
}

}  // namespace winnow
