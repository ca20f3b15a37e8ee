package io.winnow.core.perf;

/** Takes what a topic measures. Used by one thread. */
public interface PerfLog {
    /** Says what goes on now; a hint for whoever waits. */
    void progress(String what);

    /** Times a comparison and keeps its outcome. */
    Outcome compare(Comparison comparison);

    /**
     * Keeps a figure that is no comparison.
     *
     * @param name what it is, such as {@code recall@1, 384 x 16384, nprobe 8}
     * @param unit such as {@code bytes/frame}; empty for a pure number
     */
    void figure(String name, double value, String unit);

    /** Keeps a picture of figures. */
    void chart(Chart chart);

    /** Keeps a sentence, such as why a figure is missing. */
    void note(String text);
}
