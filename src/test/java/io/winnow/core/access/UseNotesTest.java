package io.winnow.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.inspection.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UseNotesTest {
    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-11-20T06:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("one zone is enough");
        }
    }

    private final HandClock clock = new HandClock();
    private final UseNotes notes = new UseNotes(clock);

    @Test
    void note_thatCannotBeWritten_locksNobodyOut_andIsNotTriedAtEachRequest() {
        AtomicInteger tried = new AtomicInteger();
        Runnable held = () -> {
            tried.incrementAndGet();
            throw new StorageException("the database is held", new IllegalStateException("busy"));
        };

        notes.note(held);
        notes.note(held);
        assertThat(tried).hasValue(1);

        clock.now = clock.now.plus(Duration.ofSeconds(31));
        notes.note(tried::incrementAndGet);
        notes.note(tried::incrementAndGet);
        assertThat(tried).hasValue(3);
    }
}
