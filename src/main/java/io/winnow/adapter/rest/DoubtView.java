package io.winnow.adapter.rest;

import io.winnow.core.review.Doubt;
import io.winnow.core.review.Opinion;
import java.time.Instant;

/** Somebody looked and was not sure. */
public record DoubtView(String by, Instant at, String revision) {
    static DoubtView of(Doubt doubt) {
        return new DoubtView(doubt.by(), doubt.at(), Opinion.of(doubt).revision());
    }
}
