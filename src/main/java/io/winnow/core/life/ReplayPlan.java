package io.winnow.core.life;

import java.time.Instant;
import java.util.Optional;

/**
 * Which frames to replay: the newest that were decided within some time.
 *
 * @param from inclusive; empty for as long as frames are kept
 * @param to exclusive; empty for now
 * @param most 1 to {@link #MOST}
 */
public record ReplayPlan(Optional<Instant> from, Optional<Instant> to, int most) {
    /** Frames of one replay. */
    public static final int MOST = 5_000;

    public ReplayPlan {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException(
                    "replay of the last %d frames: the number must be 1 to %d".formatted(most, MOST));
        }
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new IllegalArgumentException(
                    "replay from %s to %s: from must be before to".formatted(from.get(), to.get()));
        }
    }
}
