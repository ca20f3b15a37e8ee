package io.winnow.core.review;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Somebody looked at a frame and was not sure. No label: it counts in no figure, and somebody else is to look.
 *
 * @param by who
 * @param at when, to the microsecond
 */
public record Doubt(String by, Instant at) {
    public Doubt {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }
}
