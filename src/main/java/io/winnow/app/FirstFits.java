package io.winnow.app;

import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.PlanTooLargeException;
import io.winnow.core.station.RefitService;
import io.winnow.core.station.Station;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Starts the first fit of stations whose pool is full, where their configuration says so. Used by one thread. */
final class FirstFits {
    private static final System.Logger LOG = System.getLogger(FirstFits.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final JobRunner jobs;
    private final RefitService refits;
    /** Said once for each station, not every second. */
    private final Set<StationId> refused = new HashSet<>();

    private final Map<StationId, Retry> retries = new HashMap<>();

    /** When a failed fit is started again. */
    private record Retry(String job, long atNanos, Duration pause) {}

    FirstFits(JobRunner jobs, RefitService refits) {
        this.jobs = jobs;
        this.refits = refits;
    }

    /**
     * A fit that was cancelled is not started again by itself: a person decides. One that failed is, after a pause: nothing is judged
     * without it, and what it failed for may have passed, such as a full disk.
     */
    void startWhereDue(Station station) {
        boolean wanted = station.settings().autoFit()
                && station.model().isEmpty()
                && station.poolFrames() >= station.settings().collectFrames();
        if (!wanted || !due(station.id(), jobs.newest(station.id()))) {
            return;
        }
        try {
            Job job = refits.start(station, Optional.empty(), OptionalDouble.empty());
            LOG.log(
                    System.Logger.Level.INFO,
                    "station {0}: pool is full, first fit starts as job {1}",
                    station.id(),
                    job.id());
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.WARNING, "station {0}: first fit waits: {1}", station.id(), e.getMessage());
        } catch (JobRunner.BusyException e) {
            LOG.log(System.Logger.Level.DEBUG, "station {0}: first fit waits: {1}", station.id(), e.getMessage());
        } catch (PlanTooLargeException e) {
            if (refused.add(station.id())) {
                LOG.log(System.Logger.Level.ERROR, "station {0}: {1}", station.id(), e.getMessage());
            }
        }
    }

    private boolean due(StationId station, Optional<Job> newest) {
        if (newest.isEmpty()) {
            return true;
        }
        if (newest.get().state() != Job.State.FAILED) {
            return false;
        }
        Retry retry = retries.get(station);
        if (retry == null || !retry.job().equals(newest.get().id())) {
            Duration pause = retry == null ? FIRST_PAUSE : min(retry.pause().multipliedBy(2), LONGEST_PAUSE);
            retry = new Retry(newest.get().id(), System.nanoTime() + pause.toNanos(), pause);
            retries.put(station, retry);
        }
        return System.nanoTime() - retry.atNanos() >= 0;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
