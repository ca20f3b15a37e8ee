package io.winnow.core.bench;

import java.time.Duration;
import java.util.Optional;

/** Hears how far a study is. Thread-safe; called often: what is slow must be throttled by the listener. */
public interface BenchListener {
    /** Hears nothing. */
    BenchListener NONE = new BenchListener() {
        @Override
        public void note(String text) {}

        @Override
        public void progress(long done, long total, Optional<Duration> remaining, String doing) {}
    };

    /** Something that the reader of the results should know. */
    void note(String text);

    /**
     * How far it is.
     *
     * @param done finished steps
     * @param total all steps: images to embed, pools to refine, detectors to judge
     * @param remaining estimate, empty before anything was measured
     * @param doing what runs now
     */
    void progress(long done, long total, Optional<Duration> remaining, String doing);
}
