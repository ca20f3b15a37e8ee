package io.winnow.core.exchange;

import io.winnow.core.inspection.StationId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which frames of a station leave.
 *
 * @param from only those captured at this moment or later
 * @param to only those captured before this moment
 * @param labelledOnly only those of which a person has said something
 * @throws IllegalArgumentException when {@code from} is not before {@code to}
 */
public record ExportQuery(StationId station, Optional<Instant> from, Optional<Instant> to, boolean labelledOnly) {
    public ExportQuery {
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new IllegalArgumentException("from = %s must be before to = %s".formatted(from.get(), to.get()));
        }
    }
}
