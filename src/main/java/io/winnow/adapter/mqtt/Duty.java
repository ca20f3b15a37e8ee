package io.winnow.adapter.mqtt;

/** What of a station a service does on a broker. */
public enum Duty {
    /** Everything: it is alone. */
    ALL,
    /** Takes frames and publishes their verdicts, beside others who do the same. */
    FRAMES,
    /** Speaks for the station: state, models, drift, figures; takes commands and truths. One does for all. */
    SPEAK;

    boolean takesFrames() {
        return this != SPEAK;
    }

    boolean speaks() {
        return this != FRAMES;
    }
}
