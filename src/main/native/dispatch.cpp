#include <cstdlib>
#include <string>

#include "kernels.h"

#define WINNOW_DECLARE(isa)                                                                                          \
    namespace isa {                                                                                                  \
    extern const size_t lanes;                                                                                       \
    extern const size_t query_tile;                                                                                  \
    void dots(const float* const*, size_t, const float*, size_t, size_t, float*, size_t);                            \
    size_t scan(const float*, const float*, size_t, float, uint32_t*);                                               \
    double squared_distance(const float*, const float*, size_t);                                                     \
    void panel_distances(const float*, size_t, const float*, size_t, float*);                                        \
    Kernels make() {                                                                                                 \
        return {#isa, lanes, query_tile, dots, scan, squared_distance, panel_distances};                             \
    }                                                                                                                \
    }

namespace winnow {

WINNOW_DECLARE(baseline)
#if defined(__x86_64__)
WINNOW_DECLARE(avx2)
WINNOW_DECLARE(avx512)
#endif

namespace {

// WINNOW_FAISS_ISA holds the choice down, for tests and comparisons.
Kernels choose() {
#if defined(__x86_64__)
    const char* environment = std::getenv("WINNOW_FAISS_ISA");
    const std::string most = environment == nullptr ? "" : environment;
    __builtin_cpu_init();
    if (most.empty() || most == "avx512") {
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) {
            return avx512::make();
        }
    }
    if (most != "baseline" && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return avx2::make();
    }
#endif
    return baseline::make();
}

}  // namespace

const Kernels& kernels() {
    static const Kernels chosen = choose();
    return chosen;
}

}  // namespace winnow
