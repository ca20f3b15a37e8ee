#include <cstdlib>
#include <cstring>
#include <vector>

#if defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

#include "kernels.h"

#define WINNOW_FLOATS(isa)                                                                                           \
    namespace isa {                                                                                                  \
    extern const size_t lanes;                                                                                       \
    extern const size_t query_tile;                                                                                  \
    void dots(const float* const*, size_t, const float*, size_t, size_t, float*, size_t);                            \
    size_t scan(const float*, const float*, size_t, float, uint32_t*);                                               \
    size_t count_up_to(const float*, size_t, float);                                                                 \
    double squared_distance(const float*, const float*, size_t);                                                     \
    void panel_distances(const float*, size_t, const float*, size_t, float*);                                        \
    void set_floats(Kernels& kernels) {                                                                              \
        kernels.lanes = lanes;                                                                                       \
        kernels.query_tile = query_tile;                                                                             \
        kernels.dots = dots;                                                                                         \
        kernels.scan = scan;                                                                                         \
        kernels.count_up_to = count_up_to;                                                                           \
        kernels.squared_distance = squared_distance;                                                                 \
        kernels.panel_distances = panel_distances;                                                                   \
    }                                                                                                                \
    }

#define WINNOW_BYTES(isa)                                                                                            \
    namespace isa {                                                                                                  \
    extern const size_t byte_tile;                                                                                   \
    extern const int query_limit;                                                                                    \
    size_t scan_bytes(const uint8_t*, const ByteTerms*, size_t, size_t, const ByteQuery*, size_t, ByteHit*);         \
    Quantised quantise(const float*, const float*, size_t, int, int8_t*, float*);                                    \
    void set_bytes(Kernels& kernels) {                                                                               \
        kernels.byte_tile = byte_tile;                                                                               \
        kernels.query_limit = query_limit;                                                                           \
        kernels.scan_bytes = scan_bytes;                                                                             \
        kernels.quantise = quantise;                                                                                 \
    }                                                                                                                \
    }

namespace winnow {

WINNOW_FLOATS(baseline)
#if defined(__x86_64__)
WINNOW_FLOATS(avx2)
WINNOW_FLOATS(avx512)
WINNOW_BYTES(avx2)
WINNOW_BYTES(avxvnni)
WINNOW_BYTES(avx512)
WINNOW_BYTES(avx512vnni)
#elif defined(__aarch64__)
WINNOW_BYTES(dotprod)
#endif

namespace {

struct Choice {
    const char* name;
    bool here;
    void (*floats)(Kernels&);
    void (*bytes)(Kernels&);
};

void no_bytes(Kernels&) {}

// Best first; the last is on every machine.
std::vector<Choice> choices() {
    std::vector<Choice> choices;
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                  __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
    bool avx512vnni = avx512 && __builtin_cpu_supports("avx512vnni");
    bool avxvnni = avx2 && __builtin_cpu_supports("avxvnni");
    choices.push_back({"avx512vnni", avx512vnni, avx512::set_floats, avx512vnni::set_bytes});
    choices.push_back({"avx512", avx512, avx512::set_floats, avx512::set_bytes});
    choices.push_back({"avxvnni", avxvnni, avx2::set_floats, avxvnni::set_bytes});
    choices.push_back({"avx2", avx2, avx2::set_floats, avx2::set_bytes});
#elif defined(__aarch64__)
    choices.push_back({"dotprod", (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0, baseline::set_floats, dotprod::set_bytes});
#endif
    choices.push_back({"baseline", true, baseline::set_floats, no_bytes});
    return choices;
}

// WINNOW_FAISS_ISA names one, for tests and comparisons; without it, or where the machine lacks it, the first of the list that
// the machine has, from that name on.
Kernels choose() {
    const char* wanted = std::getenv("WINNOW_FAISS_ISA");
    bool reached = wanted == nullptr || wanted[0] == 0;
    std::vector<Choice> all = choices();
    const Choice* chosen = &all.back();
    for (const Choice& choice : all) {
        reached = reached || std::strcmp(wanted, choice.name) == 0;
        if (reached && choice.here) {
            chosen = &choice;
            break;
        }
    }
    Kernels kernels = {};
    kernels.name = chosen->name;
    chosen->floats(kernels);
    chosen->bytes(kernels);
    return kernels;
}

}  // namespace

const Kernels& kernels() {
    static const Kernels chosen = choose();
    return chosen;
}

}  // namespace winnow
