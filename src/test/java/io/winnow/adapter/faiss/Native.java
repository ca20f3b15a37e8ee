package io.winnow.adapter.faiss;

import static org.junit.jupiter.api.Assumptions.abort;

/** The native library for tests: a developer without FAISS skips them, continuous integration must not. */
public final class Native {
    private Native() {}

    public static FaissIndexFactory factory(int threads) {
        try {
            return FaissIndexFactory.load(threads);
        } catch (FaissUnavailableException e) {
            throw absent(e);
        }
    }

    static NativeGreedyKCenter sampler(int threads) {
        try {
            return NativeGreedyKCenter.load(threads);
        } catch (FaissUnavailableException e) {
            throw absent(e);
        }
    }

    private static RuntimeException absent(FaissUnavailableException e) {
        if (System.getenv("CI") != null) {
            return new IllegalStateException("continuous integration needs the native library: " + e.getMessage(), e);
        }
        return abort(String.valueOf(e.getMessage()));
    }
}
