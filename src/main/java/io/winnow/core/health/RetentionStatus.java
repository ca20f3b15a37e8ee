package io.winnow.core.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The rule by which old things are deleted, and how it goes.
 *
 * @param inspections most inspections of a station
 * @param age of the oldest inspection
 * @param frameBytes most bytes that frames take
 * @param every how often it runs
 * @param last what the last run did; empty before the first
 * @param nextAt when it runs next
 */
public record RetentionStatus(
        long inspections,
        Duration age,
        long frameBytes,
        boolean keepLabelled,
        boolean keepLedger,
        Duration every,
        Optional<Run> last,
        Instant nextAt) {
    /**
     * A run.
     *
     * @param deleted inspections
     * @param failure why it could not finish; empty where it could
     */
    public record Run(Instant at, int deleted, Optional<String> failure) {}
}
