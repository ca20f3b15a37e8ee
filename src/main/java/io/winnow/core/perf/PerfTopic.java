package io.winnow.core.perf;

/** One part of {@code winnow perf}, such as the search. */
public interface PerfTopic {
    /** One word, by which it is asked for. */
    String name();

    /** What it measures, in one line. */
    String summary();

    /**
     * Measures and hands each result to the log as it comes; closes whatever it opens.
     *
     * @throws PerfException when it cannot be measured here, with the reason
     */
    void measure(PerfLog log) throws PerfException;
}
