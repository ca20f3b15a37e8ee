package io.winnow.core.model;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.time.Instant;
import java.util.Optional;

/**
 * A step in a version's life, as the history has it.
 *
 * @param sequence grows with each event
 * @param from empty for the first
 */
public record ModelEvent(
        long sequence,
        StationId station,
        ModelVersion version,
        Optional<ModelState> from,
        ModelState to,
        Instant at,
        String by,
        String why) {}
