package io.winnow.core.watch;

import java.time.Instant;
import java.util.Optional;

/**
 * A station's stream changed.
 *
 * @param sign what changed
 * @param raisedAt when it was noticed
 * @param after values of the stream until then
 * @param acknowledgedBy who has seen it
 */
public record DriftAlarm(DriftSign sign, Instant raisedAt, long after, Optional<String> acknowledgedBy) {
    DriftAlarm acknowledged(String by) {
        return new DriftAlarm(sign, raisedAt, after, Optional.of(by));
    }
}
