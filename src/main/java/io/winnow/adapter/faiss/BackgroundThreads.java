package io.winnow.adapter.faiss;

/**
 * What background work may take of the machine. Work on a thread of less than normal priority runs on that thread alone: helpers would
 * run at normal priority and get into the way of inspection. Thread-safe.
 */
public final class BackgroundThreads {
    private static final System.Logger LOG = System.getLogger(BackgroundThreads.class.getName());

    private BackgroundThreads() {}

    /** How many threads a call from this thread may use, of those that it would use otherwise. */
    static int allowed(int threads) {
        return Thread.currentThread().getPriority() < Thread.NORM_PRIORITY ? 1 : threads;
    }

    /**
     * Gives the calling thread little weight, so that others run first. Java's own priorities do nothing on Linux without special rights; this
     * needs none. Where the native library is missing, the thread keeps its priority.
     */
    public static void yieldThis() {
        try {
            NativeLibrary.require();
        } catch (FaissUnavailableException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "refits run at the priority of inspection, because native search is not available: {0}",
                    e.getMessage());
            return;
        }
        if (!NativeMethods.yieldThread()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the system does not let refits run at a lower priority than inspection");
        }
    }
}
