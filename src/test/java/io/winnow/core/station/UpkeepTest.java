package io.winnow.core.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Job;
import io.winnow.core.model.Origin;
import io.winnow.core.model.PoolEntry;
import io.winnow.core.model.PoolTooSmallException;
import io.winnow.core.model.RefitPlan;
import io.winnow.core.model.RefitSchedule;
import io.winnow.core.model.ScheduledRefit;
import io.winnow.core.model.ScheduledRefits;
import io.winnow.core.pool.PoolRules;
import io.winnow.core.pool.Refusal;
import io.winnow.core.pool.Shifts;
import io.winnow.core.watch.DriftRules;
import io.winnow.core.watch.QualityRules;
import io.winnow.testing.HandClock;
import io.winnow.testing.Inspections;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A station that looks after itself: its pool grows, obeys labels, and refits come on time. */
class UpkeepTest {
    private static final int COLLECT = 10;
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final FakeStores stores = new FakeStores();
    private final Station station = station(Optional.of(RefitSchedule.every(Duration.ofHours(1))));

    private Station station(Optional<RefitSchedule> schedule) {
        return station(schedule, 1);
    }

    private Station station(Optional<RefitSchedule> schedule, double settingShare) {
        return new Station(
                new StationSettings(
                        Inspections.STATION,
                        "line",
                        "camera",
                        FakeCamera.PREPROCESSING,
                        COLLECT,
                        false,
                        new RefitPlan("sroc", 0.1, 1, OptionalDouble.empty(), 0.05),
                        new Upkeep(
                                new PoolRules(15, Long.MAX_VALUE, 1, 1, settingShare, 0, Shifts.parse("00:00"), 1),
                                QualityRules.OFF,
                                DriftRules.OFF,
                                schedule)),
                new FakeCamera().reader(),
                stores.surroundings(new StationListener() {}));
    }

    @AfterEach
    void close() {
        station.close();
    }

    private Inspection inspect(String id, int percent) {
        return inspect(station, id, percent, Optional.empty());
    }

    private static Inspection inspect(Station station, String id, int percent, Optional<String> setting) {
        EncodedImage image = FakeCamera.picture(percent);
        return station.inspect(
                new CapturedFrame(
                        Inspections.STATION,
                        new FrameId(id),
                        Inspections.NOON,
                        Optional.empty(),
                        Optional.empty(),
                        setting,
                        image),
                Duration.ZERO);
    }

    private void collect() {
        for (int i = 0; i < COLLECT; i++) {
            inspect("collected-" + i, i);
        }
        station.serve(FakeDetector.model(1, new FakeDetector()));
    }

    private Optional<PoolEntry> pooled(ContentHash image) {
        return stores.pool.stream().filter(entry -> entry.image().equals(image)).findFirst();
    }

    @Test
    void inspect_passedFrames_growThePoolUpToItsLimit_andRejectedOnesDoNot() {
        collect();
        for (int i = 0; i < 30; i++) {
            inspect("passed-" + i, 11 + i);
        }
        Inspection rejected = inspect("rejected", 90);

        assertThat(station.poolFrames()).isEqualTo(15);
        assertThat(stores.pool).hasSize(15);
        assertThat(stores.embeddings).hasSize(15);
        assertThat(pooled(rejected.frameHash())).isEmpty();
        assertThat(station.poolStatus().refused().keySet()).contains(Refusal.DRAWN_OUT);
        assertThat(station.poolStatus().byOrigin()).containsKey(Origin.PASSED);
    }

    @Test
    void inspect_framesOfOneCameraSetting_enterUpToItsShare_andLeaveRoomForOthers() {
        try (Station limited = station(Optional.empty(), 0.2)) {
            for (int i = 0; i < COLLECT; i++) {
                inspect(limited, "collected-" + i, i, Optional.empty());
            }
            limited.serve(FakeDetector.model(1, new FakeDetector()));
            for (int i = 0; i < 20; i++) {
                inspect(limited, "bright-" + i, 11 + i, Optional.of("bright"));
            }
            inspect(limited, "dim", 40, Optional.of("dim"));

            assertThat(stores.pool.stream().filter(entry -> entry.setting().endsWith(" bright")))
                    .hasSize(3);
            assertThat(stores.pool.stream().filter(entry -> entry.setting().endsWith(" dim")))
                    .hasSize(1);
            assertThat(limited.poolStatus().refused()).containsKey(Refusal.SETTING_LIMIT);
        }
    }

    @Test
    void labelled_defect_leavesWithItsEmbeddings_andComesBackWhenTheLabelIsTakenBack() {
        Inspection inspection = inspect("a", 3);

        station.labelled(inspection, Optional.of(true));

        assertThat(pooled(inspection.frameHash())).isEmpty();
        assertThat(stores.embeddings).doesNotContainKey(inspection.frameHash());
        assertThat(station.poolStatus().left()).containsEntry(Refusal.CONFIRMED_DEFECT, 1L);

        station.labelled(inspection, Optional.empty());

        assertThat(pooled(inspection.frameHash())).hasValueSatisfying(entry -> {
            assertThat(entry.origin()).isEqualTo(Origin.COLLECTED);
            assertThat(entry.confirmed()).isFalse();
        });
    }

    @Test
    void labelled_normal_entersAtOnce_staysWhateverIsDrawn_andLeavesWhenTheLabelIsTakenBack() {
        collect();
        Inspection rejected = inspect("rejected", 90);

        station.labelled(rejected, Optional.of(false));
        for (int i = 0; i < 30; i++) {
            inspect("passed-" + i, 11 + i);
        }

        assertThat(pooled(rejected.frameHash()))
                .hasValueSatisfying(entry -> assertThat(entry.confirmed()).isTrue());
        station.labelled(rejected, Optional.empty());
        assertThat(pooled(rejected.frameHash())).isEmpty();
    }

    @Test
    void labelled_defectThenNormal_isInThePoolAsConfirmed() {
        Inspection inspection = inspect("a", 3);
        station.labelled(inspection, Optional.of(true));

        station.labelled(inspection, Optional.of(false));

        assertThat(pooled(inspection.frameHash()))
                .hasValueSatisfying(entry -> assertThat(entry.confirmed()).isTrue());
        assertThat(stores.aside).isEmpty();
    }

    @Test
    void open_afterARestart_knowsThePool() {
        collect();

        try (Station again = station(Optional.empty())) {
            assertThat(again.poolFrames()).isEqualTo(COLLECT);
        }
    }

    private static final class Log implements ScheduledRefits {
        private final List<ScheduledRefit> all = new ArrayList<>();

        @Override
        public void add(ScheduledRefit refit) {
            all.add(0, refit);
        }

        @Override
        public List<ScheduledRefit> list(StationId id) {
            return List.copyOf(all);
        }
    }

    private static Job job() {
        return new Job(
                "refit-1",
                Inspections.STATION,
                Job.State.RUNNING,
                "",
                0,
                Optional.empty(),
                Inspections.NOON,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void startWhereDue_anHourLater_startsOnceAndThenSaysWhyItSkips() {
        HandClock clock = new HandClock(Inspections.NOON);
        Log log = new Log();
        RefitTimetable timetable = new RefitTimetable(
                asked -> {
                    if (clock.instant().isAfter(Inspections.NOON.plus(Duration.ofHours(1)))) {
                        throw new PoolTooSmallException("the pool holds 3 frames");
                    }
                    return job();
                },
                log,
                clock,
                UTC);

        timetable.startWhereDue(station);
        assertThat(log.all).isEmpty();
        clock.set(Inspections.NOON.plus(Duration.ofHours(1)));
        timetable.startWhereDue(station);
        timetable.startWhereDue(station);
        assertThat(log.all).singleElement().satisfies(first -> assertThat(first.started())
                .isTrue());

        clock.set(Inspections.NOON.plus(Duration.ofHours(2)));
        timetable.startWhereDue(station);
        assertThat(log.all.get(0).started()).isFalse();
        assertThat(log.all.get(0).detail()).contains("3 frames");
    }

    @Test
    void next_afterARestartThatMissedOne_saysSoAndDoesNotMakeUpForIt() {
        HandClock clock = new HandClock(Inspections.NOON);
        Log log = new Log();
        log.add(new ScheduledRefit(Inspections.STATION, Inspections.NOON.minus(Duration.ofHours(5)), true, "refit-0"));
        RefitTimetable timetable = new RefitTimetable(asked -> job(), log, clock, UTC);

        assertThat(timetable.next(station)).contains(Inspections.NOON.plus(Duration.ofHours(1)));
        assertThat(log.all.get(0).detail()).contains("not running");
    }

    @Test
    void next_daily_isTheNextSuchTimeOfDay() {
        RefitSchedule nightly = RefitSchedule.parseDaily("02:30");

        assertThat(nightly.next(Instant.parse("2026-03-01T12:00:00Z"), UTC))
                .isEqualTo(Instant.parse("2026-03-02T02:30:00Z"));
        assertThat(nightly.next(Instant.parse("2026-03-01T02:29:59Z"), UTC))
                .isEqualTo(Instant.parse("2026-03-01T02:30:00Z"));
    }
}
