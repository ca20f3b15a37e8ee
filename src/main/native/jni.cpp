// One function for each native method of io.winnow.adapter.faiss.NativeMethods. Arguments have been checked in Java; what is
// checked here as well guards memory. No exception of C++ crosses: each becomes a Java exception with the same message.
#include <jni.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <new>
#include <stdexcept>
#include <string>

#include "index.h"
#include "kcenter.h"
#include "kernels.h"

namespace {

using winnow::GreedyKCenter;
using winnow::Index;

// Raised whenever a native method changes its signature or meaning; NativeMethods.ABI_VERSION must be equal.
constexpr jint kAbiVersion = 3;

void raise(JNIEnv* env, const char* class_name, const std::string& message) {
    if (env->ExceptionCheck()) {
        return;
    }
    jclass type = env->FindClass(class_name);
    if (type != nullptr) {
        env->ThrowNew(type, message.c_str());
    }
}

template <typename Body>
auto guarded(JNIEnv* env, Body body) -> decltype(body()) {
    try {
        return body();
    } catch (const std::bad_alloc&) {
        raise(env, "java/lang/OutOfMemoryError", "native search: out of memory outside the Java heap");
    } catch (const std::exception& e) {
        raise(env, "io/winnow/adapter/faiss/FaissException", e.what());
    } catch (...) {
        raise(env, "io/winnow/adapter/faiss/FaissException", "unknown error in native code");
    }
    return decltype(body())();
}

const float* floats(JNIEnv* env, jobject buffer, jlong needed) {
    const void* address = env->GetDirectBufferAddress(buffer);
    jlong capacity = env->GetDirectBufferCapacity(buffer);
    if (needed > 0 && (address == nullptr || capacity < needed)) {
        throw std::runtime_error("buffer holds " + std::to_string(capacity) + " values, needs " +
                                 std::to_string(needed));
    }
    return static_cast<const float*>(address);
}

Index& index_of(jlong handle) {
    return *reinterpret_cast<Index*>(handle);
}

jlong handle_of(std::unique_ptr<Index> index) {
    return reinterpret_cast<jlong>(index.release());
}

// Modified UTF-8 equals UTF-8 for every path without a NUL or a character beyond the basic plane.
class Path {
public:
    Path(JNIEnv* env, jstring text) : env_(env), text_(text), chars_(env->GetStringUTFChars(text, nullptr)) {
        if (chars_ == nullptr) {
            throw std::bad_alloc();
        }
    }
    Path(const Path&) = delete;
    ~Path() { env_->ReleaseStringUTFChars(text_, chars_); }
    std::string get() const { return chars_; }

private:
    JNIEnv* env_;
    jstring text_;
    const char* chars_;
};

template <typename Search>
void search_into(JNIEnv* env, jobject queries, jlong nq, jlong k, size_t d, jfloatArray distances, jlongArray ids,
                 Search search) {
    static_assert(sizeof(jlong) == sizeof(int64_t), "ids are 64 bits wide");
    const float* x = floats(env, queries, nq * static_cast<jlong>(d));
    if (env->GetArrayLength(distances) != nq * k || env->GetArrayLength(ids) != nq * k) {
        throw std::runtime_error("result arrays must have " + std::to_string(nq * k) + " elements");
    }
    std::vector<float> found_distances(nq * k);
    std::vector<int64_t> found_ids(nq * k);
    search(x, found_distances.data(), found_ids.data());
    env->SetFloatArrayRegion(distances, 0, static_cast<jsize>(nq * k), found_distances.data());
    env->SetLongArrayRegion(ids, 0, static_cast<jsize>(nq * k), reinterpret_cast<const jlong*>(found_ids.data()));
}

}  // namespace

#define WINNOW_JNI(type, name) extern "C" JNIEXPORT type JNICALL Java_io_winnow_adapter_faiss_NativeMethods_##name

WINNOW_JNI(jint, abiVersion)(JNIEnv*, jclass) {
    return kAbiVersion;
}

WINNOW_JNI(jstring, faissVersion)(JNIEnv* env, jclass) {
    std::string version = std::to_string(FAISS_VERSION_MAJOR) + "." + std::to_string(FAISS_VERSION_MINOR) + "." +
                          std::to_string(FAISS_VERSION_PATCH);
    return env->NewStringUTF(version.c_str());
}

// On Linux a nice value belongs to a thread, and raising it needs no rights. 5 is a third of the usual weight: a refit on a line
// that takes all cores still ends.
WINNOW_JNI(jboolean, yieldThread)(JNIEnv*, jclass) {
    return setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), 5) == 0 ? JNI_TRUE : JNI_FALSE;
}

WINNOW_JNI(jstring, instructionSet)(JNIEnv* env, jclass) {
    return env->NewStringUTF(winnow::kernels().name);
}

WINNOW_JNI(jlong, flat)(JNIEnv* env, jclass, jint d, jlong capacity) {
    return guarded(env, [&] { return handle_of(Index::flat(d, capacity)); });
}

WINNOW_JNI(jlong, trainIvf)
(JNIEnv* env, jclass, jobject sample, jint n, jint d, jint nlist, jint nprobe, jint iterations, jint seed,
 jint threads) {
    return guarded(env, [&] {
        const float* x = floats(env, sample, static_cast<jlong>(n) * d);
        if (nlist < 1 || nlist > n) {
            throw std::runtime_error("nlist = " + std::to_string(nlist) + " must be at least 1 and at most " +
                                     std::to_string(n) + ", the training vectors");
        }
        return handle_of(Index::trained_ivf(x, n, d, nlist, nprobe, iterations, seed, threads));
    });
}

WINNOW_JNI(void, count)(JNIEnv* env, jclass, jlong handle, jobject vectors, jint n, jint threads) {
    guarded(env, [&] {
        Index& index = index_of(handle);
        index.count(floats(env, vectors, n * static_cast<jlong>(index.d())), n, threads);
    });
}

WINNOW_JNI(void, add)(JNIEnv* env, jclass, jlong handle, jobject vectors, jint n) {
    guarded(env, [&] {
        Index& index = index_of(handle);
        index.add(floats(env, vectors, n * static_cast<jlong>(index.d())), n);
    });
}

WINNOW_JNI(void, seal)(JNIEnv* env, jclass, jlong handle) {
    guarded(env, [&] { index_of(handle).seal(); });
}

WINNOW_JNI(void, write)(JNIEnv* env, jclass, jlong handle, jstring path) {
    guarded(env, [&] { index_of(handle).write(Path(env, path).get()); });
}

WINNOW_JNI(jlong, read)(JNIEnv* env, jclass, jstring path) {
    return guarded(env, [&] { return handle_of(Index::read(Path(env, path).get())); });
}

WINNOW_JNI(jint, dimension)(JNIEnv*, jclass, jlong handle) {
    return static_cast<jint>(index_of(handle).d());
}

WINNOW_JNI(jlong, size)(JNIEnv*, jclass, jlong handle) {
    return static_cast<jlong>(index_of(handle).ntotal());
}

WINNOW_JNI(jint, lists)(JNIEnv*, jclass, jlong handle) {
    return static_cast<jint>(index_of(handle).nlist());
}

WINNOW_JNI(jint, probes)(JNIEnv*, jclass, jlong handle) {
    return static_cast<jint>(index_of(handle).nprobe());
}

WINNOW_JNI(void, setProbes)(JNIEnv*, jclass, jlong handle, jint probes) {
    index_of(handle).set_nprobe(static_cast<size_t>(probes));
}

WINNOW_JNI(void, search)
(JNIEnv* env, jclass, jlong handle, jobject queries, jint nq, jint k, jlong excluded_from, jlong excluded_to,
 jint nprobe, jint threads, jfloatArray distances, jlongArray ids) {
    guarded(env, [&] {
        const Index& index = index_of(handle);
        search_into(env, queries, nq, k, index.d(), distances, ids, [&](const float* x, float* found, int64_t* labels) {
            index.search(x, nq, k, {excluded_from, excluded_to}, nprobe, threads, found, labels);
        });
    });
}

WINNOW_JNI(void, faissSearch)
(JNIEnv* env, jclass, jlong handle, jobject queries, jint nq, jint k, jint nprobe, jint threads,
 jfloatArray distances, jlongArray ids) {
    guarded(env, [&] {
        const Index& index = index_of(handle);
        search_into(env, queries, nq, k, index.d(), distances, ids, [&](const float* x, float* found, int64_t* labels) {
            index.faiss_search(x, nq, k, nprobe, threads, found, labels);
        });
    });
}

WINNOW_JNI(jdouble, sgemm)
(JNIEnv* env, jclass, jobject queries, jint nq, jobject vectors, jint n, jint d, jint threads) {
    return guarded(env, [&] {
        const float* x = floats(env, queries, static_cast<jlong>(nq) * d);
        return winnow::sgemm(x, nq, floats(env, vectors, static_cast<jlong>(n) * d), n, d, threads);
    });
}

WINNOW_JNI(jstring, openBlasCore)(JNIEnv* env, jclass) {
    return env->NewStringUTF(winnow::openblas_core().c_str());
}

WINNOW_JNI(void, free)(JNIEnv*, jclass, jlong handle) {
    delete reinterpret_cast<Index*>(handle);
}

WINNOW_JNI(jlong, kCenter)
(JNIEnv* env, jclass, jobject candidates, jint n, jint d, jint start, jint threads) {
    return guarded(env, [&] {
        const float* x = floats(env, candidates, static_cast<jlong>(n) * d);
        return reinterpret_cast<jlong>(new GreedyKCenter(x, n, d, start, threads));
    });
}

WINNOW_JNI(jint, kCenterNext)(JNIEnv* env, jclass, jlong handle, jintArray chosen, jint from) {
    return guarded(env, [&] {
        std::vector<int32_t> centers(env->GetArrayLength(chosen) - from);
        size_t count = reinterpret_cast<GreedyKCenter*>(handle)->next(centers.data(), centers.size());
        env->SetIntArrayRegion(chosen, from, static_cast<jsize>(count), reinterpret_cast<const jint*>(centers.data()));
        return static_cast<jint>(count);
    });
}

WINNOW_JNI(void, naiveKCenter)(JNIEnv* env, jclass, jobject candidates, jint n, jint d, jintArray chosen) {
    guarded(env, [&] {
        const float* x = floats(env, candidates, static_cast<jlong>(n) * d);
        std::vector<jint> centers(env->GetArrayLength(chosen));
        env->GetIntArrayRegion(chosen, 0, static_cast<jsize>(centers.size()), centers.data());
        winnow::naive_k_center(x, n, d, centers.at(0), centers.size(), centers.data() + 1);
        env->SetIntArrayRegion(chosen, 0, static_cast<jsize>(centers.size()), centers.data());
    });
}

WINNOW_JNI(void, kCenterFree)(JNIEnv*, jclass, jlong handle) {
    delete reinterpret_cast<GreedyKCenter*>(handle);
}
