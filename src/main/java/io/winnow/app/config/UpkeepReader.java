package io.winnow.app.config;

import io.winnow.core.model.RefitSchedule;
import io.winnow.core.pool.PoolRules;
import io.winnow.core.pool.Shifts;
import io.winnow.core.station.Upkeep;
import io.winnow.core.watch.DriftRules;
import io.winnow.core.watch.QualityRules;
import java.time.Duration;
import java.util.Optional;

/** Reads how a station looks after itself: the sections pool, imageQuality and drift, and the refit schedule. */
final class UpkeepReader {
    private static final DataSize LEAST_SPACE = new DataSize(1_000_000);
    private static final DataSize MOST_SPACE = new DataSize(1_000_000_000_000_000L);
    private static final int POOL_FACTOR = 3;
    private static final Shifts THREE_SHIFTS = Shifts.parse("06:00 14:00 22:00");

    private final Section root;

    UpkeepReader(Section root) {
        this.root = root;
    }

    /** @param collected frames that the pool gets before the first fit */
    Upkeep read(int collected) {
        return new Upkeep(
                pool(root.section("pool"), collected), quality(root.section("imageQuality")), drift(), schedule());
    }

    private static PoolRules pool(Section pool, int collected) {
        int frames = pool.integer("frames", 10, 10_000_000, "three times collect.frames")
                .map(Math::toIntExact)
                .orElse(POOL_FACTOR * collected);
        if (frames < collected) {
            pool.problem("frames", "must be at least collect.frames = " + collected);
        }
        DataSize bytes = pool.size("bytes", LEAST_SPACE, MOST_SPACE, new DataSize(4_000_000_000L));
        double share = pool.number("share", Range.closed(0, 1), 0.05);
        double shiftShare = pool.number("shiftShare", Range.openClosed(0, 1), 0.25);
        double settingShare = pool.number("settingShare", Range.openClosed(0, 1), 1);
        double duplicates = pool.number("duplicates", Range.closed(0, 10), 0.25);
        Shifts shifts = pool.optionalText(
                        "shifts", "times of day, such as 06:00 14:00 22:00", THREE_SHIFTS.toString(), Shifts::parse)
                .orElse(THREE_SHIFTS);
        long seed = pool.integer("seed", 0L, Long.MAX_VALUE, 1L);
        return new PoolRules(
                Math.max(frames, collected), bytes.bytes(), share, shiftShare, settingShare, duplicates, shifts, seed);
    }

    private static QualityRules quality(Section quality) {
        return new QualityRules(
                quality.flag("enabled", true),
                quality.number("tolerance", Range.closed(1, 100), 6),
                quality.number("falseRate", Range.closedOpen(0, 0.5), 0.01));
    }

    private DriftRules drift() {
        Section drift = root.section("drift");
        return new DriftRules(
                drift.flag("enabled", true),
                drift.integer("falseAlarmEvery", 100, 1_000_000_000L, 100_000L),
                drift.integer("reference", 20, 4000, 100));
    }

    private Optional<RefitSchedule> schedule() {
        Section schedule = root.section("schedule");
        Optional<RefitSchedule> daily =
                schedule.optionalText("daily", "a time of day such as 02:30", RefitSchedule::parseDaily);
        Optional<Duration> every = schedule.optionalDuration("every", Duration.ofMinutes(1), Duration.ofDays(365));
        if (daily.isPresent() && every.isPresent()) {
            schedule.problem("every", "contradicts schedule.daily; give one of the two");
        }
        return daily.or(() -> every.map(RefitSchedule::every));
    }
}
