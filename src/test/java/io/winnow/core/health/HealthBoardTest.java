package io.winnow.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.health.HealthBoard.Watch;
import io.winnow.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthBoardTest {
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final HandClock clock = new HandClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Deque<Runnable> begun = new ArrayDeque<>();
    private int looks;

    private HealthBoard board(HealthBoard.Probe probe) {
        Watch watch = new Watch("broker", Optional.empty(), EVERY, () -> {
            looks++;
            return probe.look();
        });
        return new HealthBoard(List.of(watch), begun::add, clock, Duration.ofSeconds(5), clock::nanos);
    }

    private void finishLooks() {
        while (!begun.isEmpty()) {
            begun.remove().run();
        }
    }

    @Test
    void refresh_beforeAFindingIsOld_doesNotLookAgain() {
        HealthBoard board = board(Findings::noBroker);
        board.refresh();
        finishLooks();
        clock.pass(EVERY.minusMillis(1));
        board.refresh();
        finishLooks();
        assertThat(looks).isEqualTo(1);

        clock.pass(Duration.ofMillis(1));
        board.refresh();
        finishLooks();
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void look_throws_isAFailureWithTheReasonAndSomethingToDo() {
        HealthBoard board = board(() -> {
            throw new IllegalStateException("disk image is malformed");
        });
        board.refresh();
        finishLooks();

        Finding finding = board.parts().get(0).finding();
        assertThat(finding.health()).isEqualTo(Health.FAILED);
        assertThat(finding.text()).contains("disk image is malformed");
        assertThat(finding.action()).isPresent();
    }

    @Test
    void look_hangs_isAFailureAfterPatience_andIsNotBegunTwice() {
        HealthBoard board = board(Findings::noBroker);
        board.refresh();
        finishLooks();
        clock.pass(EVERY);
        board.refresh();
        assertThat(board.parts().get(0).finding().health()).isEqualTo(Health.OK);

        clock.pass(Duration.ofSeconds(6));
        board.refresh();
        assertThat(begun).hasSize(1);
        assertThat(board.parts().get(0).finding().code()).isEqualTo("part.silent");

        finishLooks();
        assertThat(board.parts().get(0).finding().health()).isEqualTo(Health.OK);
    }

    @Test
    void refresh_clockJumpsBackAndForth_looksWhenTheTimeHasReallyPassed() {
        HealthBoard board = board(Findings::noBroker);
        board.refresh();
        finishLooks();
        clock.jump(Duration.ofHours(5));
        board.refresh();
        finishLooks();
        assertThat(looks).as("too early, whatever the clock says").isEqualTo(1);

        clock.jump(Duration.ofDays(-400));
        clock.pass(EVERY);
        board.refresh();
        finishLooks();
        assertThat(looks).as("in time, whatever the clock says").isEqualTo(2);
    }

    @Test
    void parts_beforeTheFirstLook_areNone() {
        assertThat(board(Findings::noBroker).parts()).isEmpty();
    }
}
