package io.winnow.core.station;

import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.PlanTooLargeException;
import io.winnow.core.model.PoolTooSmallException;
import io.winnow.core.model.RefitSchedule;
import io.winnow.core.model.ScheduledRefit;
import io.winnow.core.model.ScheduledRefits;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the refits that stations are scheduled for. One that cannot start, because another runs, the pool is too small or has not
 * changed, or the service was not running, is skipped and noted with the reason; none is made up for. Thread-safe.
 */
public final class RefitTimetable {
    private static final System.Logger LOG = System.getLogger(RefitTimetable.class.getName());

    /** Starts a refit of a station as {@link RefitService#start} does. */
    @FunctionalInterface
    public interface Starter {
        Job start(Station station);
    }

    private final Starter starter;
    private final ScheduledRefits past;
    private final Clock clock;
    private final ZoneId zone;
    private final Map<StationId, Instant> due = new HashMap<>();

    public RefitTimetable(Starter starter, ScheduledRefits past, Clock clock, ZoneId zone) {
        this.starter = starter;
        this.past = past;
        this.clock = clock;
        this.zone = zone;
    }

    /** Starts a station's refit where it is due; to be called every second or so. */
    public synchronized void startWhereDue(Station station) {
        Optional<RefitSchedule> schedule = station.settings().upkeep().schedule();
        if (schedule.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Instant next = due(station, schedule.get(), now);
        if (next.isAfter(now)) {
            return;
        }
        due.put(station.id(), schedule.get().next(now, zone));
        note(new ScheduledRefit(station.id(), next, false, ""), station);
    }

    /** No later than the schedule says from now on: a clock that was set back must not put the next refit off by as much. */
    private Instant due(Station station, RefitSchedule schedule, Instant now) {
        Instant latest = schedule.next(now, zone);
        Instant known = due.computeIfAbsent(station.id(), id -> first(station, schedule, now));
        if (known.isAfter(latest)) {
            due.put(station.id(), latest);
            return latest;
        }
        return known;
    }

    /** Goes on from the last one, over a restart. */
    private Instant first(Station station, RefitSchedule schedule, Instant now) {
        Optional<Instant> missed =
                past.list(station.id()).stream().findFirst().map(last -> schedule.next(last.dueAt(), zone));
        if (missed.isPresent() && missed.get().isBefore(now)) {
            past.add(new ScheduledRefit(station.id(), missed.get(), false, "the service was not running"));
            return schedule.next(now, zone);
        }
        return missed.orElseGet(() -> schedule.next(now, zone));
    }

    private void note(ScheduledRefit wanted, Station station) {
        ScheduledRefit outcome = unchanged(station)
                .map(reason -> new ScheduledRefit(wanted.station(), wanted.dueAt(), false, reason))
                .orElseGet(() -> attempt(wanted, station));
        past.add(outcome);
        LOG.log(
                System.Logger.Level.INFO,
                "station {0}: scheduled refit {1}: {2}",
                station.id(),
                outcome.started() ? "started" : "skipped",
                outcome.detail());
    }

    private ScheduledRefit attempt(ScheduledRefit wanted, Station station) {
        try {
            return new ScheduledRefit(
                    wanted.station(),
                    wanted.dueAt(),
                    true,
                    starter.start(station).id());
        } catch (JobRunner.BusyException | PoolTooSmallException | PlanTooLargeException e) {
            return new ScheduledRefit(wanted.station(), wanted.dueAt(), false, String.valueOf(e.getMessage()));
        }
    }

    /** Why a refit would only make the same model again. */
    private static Optional<String> unchanged(Station station) {
        Optional<ModelManifest> model = station.model();
        var pool = station.poolStatus();
        return model.filter(manifest -> manifest.poolFrames() == pool.frames())
                .filter(manifest -> pool.lastEntered()
                        .map(entered -> entered.isBefore(manifest.createdAt()))
                        .orElse(true))
                .map(manifest -> "the pool has not changed since model " + manifest.version());
    }

    /** When a station's next refit is due; empty where none is scheduled. */
    public synchronized Optional<Instant> next(Station station) {
        return station.settings().upkeep().schedule().map(schedule -> due(station, schedule, clock.instant()));
    }

    /** What became of a station's newest scheduled refits, newest first. */
    public List<ScheduledRefit> past(StationId station) {
        return past.list(station);
    }
}
