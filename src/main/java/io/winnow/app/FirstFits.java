package io.winnow.app;

import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.PlanTooLargeException;
import io.winnow.core.station.RefitService;
import io.winnow.core.station.Station;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Starts the first fit of stations whose pool is full, where their configuration says so. Used by one thread. */
final class FirstFits {
    private static final System.Logger LOG = System.getLogger(FirstFits.class.getName());

    private final JobRunner jobs;
    private final RefitService refits;
    /** Said once for each station, not every second. */
    private final Set<StationId> refused = new HashSet<>();

    FirstFits(JobRunner jobs, RefitService refits) {
        this.jobs = jobs;
        this.refits = refits;
    }

    /** A fit that failed or was cancelled is not started again by itself: a person decides. */
    void startWhereDue(Station station) {
        boolean due = station.settings().autoFit()
                && station.model().isEmpty()
                && station.poolFrames() >= station.settings().collectFrames()
                && jobs.newest(station.id()).isEmpty();
        if (!due) {
            return;
        }
        try {
            Job job = refits.start(station, Optional.empty(), OptionalDouble.empty());
            LOG.log(
                    System.Logger.Level.INFO,
                    "station {0}: pool is full, first fit starts as job {1}",
                    station.id(),
                    job.id());
        } catch (JobRunner.BusyException e) {
            LOG.log(System.Logger.Level.DEBUG, "station {0}: first fit waits: {1}", station.id(), e.getMessage());
        } catch (PlanTooLargeException e) {
            if (refused.add(station.id())) {
                LOG.log(System.Logger.Level.ERROR, "station {0}: {1}", station.id(), e.getMessage());
            }
        }
    }
}
