package io.winnow.adapter.rest;

import io.winnow.core.review.ReviewLooks.Look;
import java.time.Instant;

/** Somebody looks at a frame. */
public record LookView(String inspectionId, String client, String by, Instant until) {
    static LookView of(Look look) {
        return new LookView(look.inspection().value(), look.client(), look.by(), look.until());
    }
}
