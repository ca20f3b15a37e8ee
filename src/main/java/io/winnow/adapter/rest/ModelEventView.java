package io.winnow.adapter.rest;

import io.winnow.core.model.ModelEvent;
import io.winnow.core.model.ModelState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A step in a model's life as clients see it. */
public record ModelEventView(
        long sequence, String version, @Nullable String from, String to, Instant at, String by, String why) {
    static ModelEventView of(ModelEvent event) {
        return new ModelEventView(
                event.sequence(),
                event.version().toString(),
                event.from().map(ModelState::word).orElse(null),
                event.to().word(),
                event.at(),
                event.by(),
                event.why());
    }
}
