package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.inspection.InspectionId;
import io.winnow.testing.Inspections;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SteadyIdsTest {
    private Clock clock = Clock.fixed(Inspections.NOON, ZoneOffset.UTC);

    private final Clock settable = new Clock() {
        @Override
        public java.time.Instant instant() {
            return clock.instant();
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };

    @Test
    void get_clockGoesBackAndForth_staysInOrder() {
        SteadyIds ids = new SteadyIds(settable, Optional.empty());
        List<String> given = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clock = Clock.offset(clock, Duration.ofDays(i % 3 == 0 ? 40 : -30));
            given.add(ids.get().value());
        }

        assertThat(given).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void get_clockWentBackOverARestart_followsTheNewestStored() {
        InspectionId newest = new SteadyIds(settable, Optional.empty()).get();
        clock = Clock.offset(clock, Duration.ofDays(-3650));

        InspectionId next = new SteadyIds(settable, Optional.of(newest)).get();

        assertThat(next.value()).isGreaterThan(newest.value());
    }

    @Test
    void get_newestIsNoTimeOrderedId_isGivenAllTheSame() {
        assertThat(new SteadyIds(settable, Optional.of(new InspectionId("seed-1")))
                        .get()
                        .value())
                .isNotEmpty();
    }
}
