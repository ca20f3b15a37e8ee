package io.winnow.app;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.fasterxml.uuid.UUIDClock;
import io.winnow.core.inspection.InspectionId;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Ids of inspections in the order in which they are given, even where the clock goes back: everything that is listed, paged through
 * and deleted oldest first is so by id. Thread-safe.
 */
final class SteadyIds implements Supplier<InspectionId> {
    private static final int TIME_SHIFT = 16;
    private static final int VERSION = 7;

    private final NoArgGenerator generator;

    /**
     * @param newest that was ever given; later ones follow it
     */
    SteadyIds(Clock clock, Optional<InspectionId> newest) {
        AtomicLong latest = new AtomicLong(newest.map(SteadyIds::millis).orElse(0L));
        this.generator = Generators.timeBasedEpochGenerator(new SecureRandom(), new UUIDClock() {
            @Override
            public long currentTimeMillis() {
                return latest.accumulateAndGet(clock.millis(), Math::max);
            }
        });
        if (newest.isPresent()) {
            // Within the same millisecond the generator counts on from its own last id, not from the stored one.
            latest.incrementAndGet();
        }
    }

    private static long millis(InspectionId id) {
        try {
            UUID uuid = UUID.fromString(id.value());
            return uuid.version() == VERSION ? uuid.getMostSignificantBits() >>> TIME_SHIFT : 0;
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    @Override
    public InspectionId get() {
        return new InspectionId(generator.generate().toString());
    }
}
