package io.winnow.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.inspection.StorageException;
import io.winnow.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UseNotesTest {
    private final HandClock clock = new HandClock(Instant.parse("2026-11-20T06:00:00Z"));
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

        clock.pass(Duration.ofSeconds(31));
        notes.note(tried::incrementAndGet);
        notes.note(tried::incrementAndGet);
        assertThat(tried).hasValue(3);
    }
}
