package io.winnow.adapter.faiss;

import io.winnow.core.Progress;
import io.winnow.core.index.CoresetSampler;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.GreedyKCenter;
import java.lang.ref.Reference;

/**
 * {@link GreedyKCenter} in native code: the same sequence, bit for bit, in a small part of the time. Needs a
 * quarter of the memory of the candidates beside them, as much again where the processor has no instructions for bytes (AVX2 or Arm's dot product).
 */
public final class NativeGreedyKCenter implements CoresetSampler {
    private final int threads;

    private NativeGreedyKCenter(int threads) {
        this.threads = threads;
    }

    /**
     * A sampler, with the native library loaded.
     *
     * @param threads most threads that one selection runs on, at least 1
     * @throws FaissUnavailableException saying why the library cannot be used here
     */
    public static NativeGreedyKCenter load(int threads) throws FaissUnavailableException {
        FaissIndexFactory.requireThreads(threads);
        NativeLibrary.require();
        return new NativeGreedyKCenter(threads);
    }

    @Override
    public String name() {
        return "greedy k-center (native)";
    }

    @Override
    public int[] sample(FloatMatrix candidates, int size, long seed, Progress progress) {
        GreedyKCenter.requireSize(candidates, size);
        return sampleFrom(candidates, size, GreedyKCenter.startFor(candidates.rows(), seed), progress);
    }

    /**
     * The selection from a given start.
     *
     * @param start index of the first chosen candidate
     */
    public int[] sampleFrom(FloatMatrix candidates, int size, int start, Progress progress) {
        GreedyKCenter.requireSize(candidates, size);
        GreedyKCenter.requireStart(candidates, start);
        candidates.requireFinite("coreset candidates");
        int[] chosen = new int[size];
        chosen[0] = start;
        long selection = NativeMethods.kCenter(
                candidates.values(),
                candidates.rows(),
                candidates.columns(),
                start,
                BackgroundThreads.allowed(threads));
        try {
            for (int done = 1; done < size; ) {
                progress.advance(GreedyKCenter.PHASE, done, size);
                done += NativeMethods.kCenterNext(selection, chosen, done);
            }
        } finally {
            NativeMethods.kCenterFree(selection);
            Reference.reachabilityFence(candidates);
        }
        progress.advance(GreedyKCenter.PHASE, size, size);
        return chosen;
    }
}
