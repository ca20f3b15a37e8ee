package io.winnow.adapter.faiss;

import java.nio.FloatBuffer;

/**
 * One method for each function of the native library, without policy: callers check dimensions, {@code k} and finiteness
 * first, and never use a handle that they have freed. Matrices are direct buffers {@code [n, d]}, row-major. Failures are
 * {@link FaissException}, or {@link OutOfMemoryError}.
 */
final class NativeMethods {
    /** What {@link #abiVersion} must return: raised with every change of a signature or of its meaning. */
    static final int ABI_VERSION = 3;

    private NativeMethods() {}

    static native int abiVersion();

    static native String faissVersion();

    /** Gives the calling thread a third of the usual weight, as {@code nice 5} does; false where the system refuses. */
    static native boolean yieldThread();

    /** Instruction set of the kernels on this machine. */
    static native String instructionSet();

    /** An exact index with room for a number of vectors. */
    static native long flat(int dimension, long capacity);

    /** An empty index with inverted lists trained on a sample; {@code lists <= n}. */
    static native long trainIvf(
            FloatBuffer sample, int n, int dimension, int lists, int probes, int iterations, int seed, int threads);

    /** Announces vectors that {@link #add} will add in the same order, so that each list gets its place at once. */
    static native void count(long index, FloatBuffer vectors, int n, int threads);

    static native void add(long index, FloatBuffer vectors, int n);

    /** Prepares the search after the last {@link #add}. */
    static native void seal(long index);

    static native void write(long index, String path);

    static native long read(String path);

    static native int dimension(long index);

    static native long size(long index);

    /** Number of inverted lists, 0 for an exact index. */
    static native int lists(long index);

    /** Number of lists that a query looks at, 0 for an exact index. */
    static native int probes(long index);

    /** Sets what {@link #probes} returns, and what a file of the index keeps. */
    static native void setProbes(long index, int probes);

    /** Results {@code [n, k]}; {@code probes} is ignored by an exact index. */
    static native void search(
            long index,
            FloatBuffer queries,
            int n,
            int k,
            long excludedFrom,
            long excludedTo,
            int probes,
            int threads,
            float[] squaredDistances,
            long[] ids);

    /** The search of FAISS itself, to compare with. */
    static native void faissSearch(
            long index,
            FloatBuffer queries,
            int n,
            int k,
            int probes,
            int threads,
            float[] squaredDistances,
            long[] ids);

    /** The matrix product of queries and vectors by OpenBLAS, to compare with; the sum of some of it. */
    static native double sgemm(FloatBuffer queries, int n, FloatBuffer vectors, int rows, int dimension, int threads);

    /** Which kernels OpenBLAS has chosen for this machine. */
    static native String openBlasCore();

    static native void free(long index);

    /** A greedy k-center selection; the candidates must stay reachable until {@link #kCenterFree}. */
    static native long kCenter(FloatBuffer candidates, int n, int dimension, int start, int threads);

    /** Some further choices, written from a position of an array on; returns how many. */
    static native int kCenterNext(long selection, int[] chosen, int from);

    /** The same selection by the plain loop, to compare with; the first element is the start. */
    static native void naiveKCenter(FloatBuffer candidates, int n, int dimension, int[] chosen);

    static native void kCenterFree(long selection);
}
