#include <cstdlib>
#include <cstring>

#include "kernels.h"

#define WINNOW_DECLARE(isa)                                                                                          \
    namespace isa {                                                                                                  \
    extern const size_t lanes;                                                                                       \
    extern const size_t query_tile;                                                                                  \
    void dots(const float* const*, size_t, const float*, size_t, size_t, float*, size_t);                            \
    size_t scan(const float*, const float*, size_t, float, uint32_t*);                                               \
    size_t count_up_to(const float*, size_t, float);                                                                 \
    double squared_distance(const float*, const float*, size_t);                                                     \
    void panel_distances(const float*, size_t, const float*, size_t, float*);                                        \
    Kernels make() {                                                                                                 \
        return {#isa,        lanes,       query_tile,       dots,           scan,                                    \
                count_up_to, squared_distance, panel_distances, 0, nullptr, nullptr};                                \
    }                                                                                                                \
    }

// An instruction set of its own for the first pass, all else as in another.
#define WINNOW_DECLARE_BYTES(isa, others)                                                                            \
    namespace isa {                                                                                                  \
    extern const size_t byte_tile;                                                                                   \
    size_t scan_bytes(const uint8_t*, const ByteTerms*, size_t, size_t, const ByteQuery*, size_t, ByteHit*);         \
    Quantised quantise(const float*, const float*, size_t, int8_t*, float*);                                         \
    Kernels make() {                                                                                                 \
        Kernels kernels = others::make();                                                                            \
        kernels.name = #isa;                                                                                         \
        kernels.byte_tile = byte_tile;                                                                               \
        kernels.scan_bytes = scan_bytes;                                                                             \
        kernels.quantise = quantise;                                                                                 \
        return kernels;                                                                                              \
    }                                                                                                                \
    }

namespace winnow {

WINNOW_DECLARE(baseline)
#if defined(__x86_64__)
WINNOW_DECLARE(avx2)
WINNOW_DECLARE(avx512)
WINNOW_DECLARE_BYTES(avxvnni, avx2)
WINNOW_DECLARE_BYTES(avx512vnni, avx512)
#endif

namespace {

struct Choice {
    const char* name;
    bool here;
    Kernels (*make)();
};

// WINNOW_FAISS_ISA names one, for tests and comparisons; without it, or where the machine lacks it, the first of the list that
// the machine has, from that name on.
Kernels choose() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                  __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
    const Choice choices[] = {
        {"avx512vnni", avx512 && __builtin_cpu_supports("avx512vnni"), avx512vnni::make},
        {"avx512", avx512, avx512::make},
        {"avxvnni", avx2 && __builtin_cpu_supports("avxvnni"), avxvnni::make},
        {"avx2", avx2, avx2::make},
        {"baseline", true, baseline::make},
    };
    const char* wanted = std::getenv("WINNOW_FAISS_ISA");
    bool reached = wanted == nullptr || wanted[0] == 0;
    for (const Choice& choice : choices) {
        reached = reached || std::strcmp(wanted, choice.name) == 0;
        if (reached && choice.here) {
            return choice.make();
        }
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
