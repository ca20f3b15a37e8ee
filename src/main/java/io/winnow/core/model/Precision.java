package io.winnow.core.model;

/** How a station's backbone calculates. */
public enum Precision {
    /** As installed. */
    FLOAT32("fp32"),
    /** In 8-bit integers, quantised at each fit after the station's own frames. */
    INT8("int8");

    private final String word;

    Precision(String word) {
        this.word = word;
    }

    /** As configuration has it. */
    public String word() {
        return word;
    }
}
