package io.winnow.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import io.winnow.testing.Inspections;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DriftWatchTest {
    private static final DriftRules RULES = new DriftRules(true, 10_000, 30);

    private final Map<StationId, DriftMemory> stored = new HashMap<>();
    private final List<DriftAlarm> heard = new ArrayList<>();
    private final Random random = new Random(1);
    private DriftWatch watch = open();
    private int frames;

    private DriftWatch open() {
        DriftStore store = new DriftStore() {
            @Override
            public void put(StationId station, DriftMemory memory) {
                stored.put(station, memory);
            }

            @Override
            public Optional<DriftMemory> find(StationId station) {
                return Optional.ofNullable(stored.get(station));
            }
        };
        return new DriftWatch(
                Inspections.STATION, RULES, store, Clock.fixed(Inspections.NOON, ZoneOffset.UTC), heard::add);
    }

    private Inspection frame(int version, double score) {
        Inspection pattern = Inspections.undecided(++frames, Verdict.Cause.COLLECTING);
        return new Inspection(
                new InspectionId("id-" + frames),
                pattern.station(),
                pattern.frame(),
                pattern.partId(),
                pattern.trigger(),
                pattern.frameHash(),
                pattern.imageSize(),
                pattern.capturedAt(),
                pattern.decidedAt(),
                Optional.of(new ModelVersion(version)),
                score > 5 ? new Verdict.Reject(score, 5) : new Verdict.Pass(score, 5),
                List.of(),
                Optional.empty(),
                pattern.timings());
    }

    private void inspect(int version, int count, double mean) {
        for (int i = 0; i < count; i++) {
            watch.inspected(frame(version, Math.max(0, mean + 0.3 * random.nextGaussian())));
        }
    }

    @Test
    void inspected_scoresRise_alarmsOnceAndKeepsTheAlarm() {
        inspect(1, 200, 2);
        assertThat(watch.state()).isEqualTo("steady");

        inspect(1, 200, 4);

        assertThat(heard).hasSize(1).first().satisfies(alarm -> assertThat(alarm.sign())
                .isEqualTo(DriftSign.SCORE));
        assertThat(watch.state()).isEqualTo("drift");
    }

    @Test
    void open_afterARestart_knowsAlarmAcknowledgementAndEvidence() {
        inspect(1, 200, 2);
        inspect(1, 60, 4);
        watch.acknowledge("Kim");
        DriftStatus before = watch.status();

        watch = open();

        assertThat(watch.status()).isEqualTo(before);
        assertThat(watch.status().alarms()).singleElement().satisfies(alarm -> assertThat(alarm.acknowledgedBy())
                .contains("Kim"));
    }

    @Test
    void inspected_anotherModel_startsAnew() {
        inspect(1, 200, 2);
        inspect(1, 60, 4);

        inspect(2, 20, 7);

        assertThat(watch.state()).isEqualTo("learning");
        assertThat(watch.status().alarms()).isEmpty();
    }

    @Test
    void reset_takesWhatComesNextForNormal() {
        inspect(1, 200, 2);
        inspect(1, 60, 4);
        watch.reset();
        heard.clear();

        inspect(1, 200, 4);

        assertThat(heard).isEmpty();
        assertThat(watch.state()).isEqualTo("steady");
    }

    @Test
    void labelled_operatorsContradictMoreAndMore_alarms() {
        inspect(1, 40, 2);
        for (int i = 0; i < 200; i++) {
            watch.labelled(frame(1, 2), i % 40 == 0);
        }
        assertThat(heard).isEmpty();

        for (int i = 0; i < 100; i++) {
            watch.labelled(frame(1, 2), i % 2 == 0);
        }

        assertThat(heard).extracting(DriftAlarm::sign).containsExactly(DriftSign.OVERRIDES);
    }

    @Test
    void labelled_sameInspectionAgain_countsOnce() {
        inspect(1, 10, 2);
        Inspection one = frame(1, 2);
        for (int i = 0; i < 50; i++) {
            watch.labelled(one, true);
        }
        assertThat(watch.status().streams())
                .filteredOn(stream -> stream.sign() == DriftSign.OVERRIDES)
                .singleElement()
                .satisfies(stream -> assertThat(stream.seen()).isEqualTo(1));
    }
}
