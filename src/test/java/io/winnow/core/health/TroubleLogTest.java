package io.winnow.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.health.Trouble.Level;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TroubleLogTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final TroubleLog log = new TroubleLog();

    private void add(String message, int seconds) {
        log.add(Level.ERROR, Optional.of("press"), "Inspector", message, Advice.FRAME, NOON.plusSeconds(seconds));
    }

    @Test
    void add_sameButForNumbers_isCountedOnce() {
        add("frame f-00017 of press could not be scored", 0);
        add("frame f-00018 of press could not be scored", 5);
        add("frame f-00019 of press could not be scored", 9);

        assertThat(log.newest()).singleElement().satisfies(trouble -> {
            assertThat(trouble.count()).isEqualTo(3);
            assertThat(trouble.first()).isEqualTo(NOON);
            assertThat(trouble.last()).isEqualTo(NOON.plusSeconds(9));
            assertThat(trouble.message()).contains("f-00019");
        });
    }

    @Test
    void newest_anOldTroubleComesAgain_isFirst() {
        add("one thing", 0);
        add("another thing", 1);
        add("one thing", 2);

        assertThat(log.newest()).extracting(Trouble::message).containsExactly("one thing", "another thing");
    }

    @Test
    void add_moreThanAreRemembered_forgetsTheOldest() {
        for (int i = 0; i < TroubleLog.MOST + 10; i++) {
            add("thing " + "x".repeat(i), i);
        }

        assertThat(log.newest()).hasSize(TroubleLog.MOST);
        assertThat(log.newest().get(0).message()).endsWith("x".repeat(TroubleLog.MOST + 9));
    }

    @Test
    void add_sameAtAnotherStation_isAnotherTrouble() {
        add("cannot be read", 0);
        log.add(Level.ERROR, Optional.of("weld"), "Inspector", "cannot be read", Advice.FRAME, NOON);
        assertThat(log.newest()).hasSize(2);
    }
}
