package io.winnow.core.life;

import io.winnow.core.inspection.InspectionStore;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelStateException;
import io.winnow.core.review.ModelScore;
import io.winnow.core.station.Station;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Judges frames of the past with another version: would they have passed? As jobs, one at a time on this machine together with
 * refits; between two frames a replay gives way to inspection. The last results are kept in memory. Thread-safe.
 */
public final class Replays {
    /** Results that are remembered. */
    public static final int REMEMBERED = 20;

    /** Turns a version's score into its verdict. */
    @FunctionalInterface
    public interface Decider {
        /** By the threshold that the version was fitted with. */
        Decider FITTED = (model, score) -> ModelScore.verdict(score, model.threshold());

        Verdict decide(ModelManifest model, double score);
    }

    /** What replays work with. */
    public record Tools(
            JobRunner jobs,
            ModelLife life,
            InspectionStore inspections,
            FrameHistory history,
            FramePatches patches,
            Decider decider) {}

    /**
     * A replay that was started since the service was.
     *
     * @param job its job's id
     * @param result empty until it has succeeded
     */
    public record Replay(
            String job, Station station, ModelVersion version, ReplayPlan plan, Optional<ReplayResult> result) {}

    private record Started(
            String job, Station station, ModelVersion version, ReplayPlan plan, AtomicReference<ReplayResult> result) {
        Replay snapshot() {
            return new Replay(job, station, version, plan, Optional.ofNullable(result.get()));
        }
    }

    private final Tools tools;
    private final Deque<Started> replays = new ArrayDeque<>();

    public Replays(Tools tools) {
        this.tools = tools;
    }

    /**
     * Starts a replay. The version is verified before this returns.
     *
     * @throws ModelStateException when the station has no such version or its files are not kept any more
     * @throws ArtefactException when its artefact is damaged, or of another recipe than the station's
     * @throws JobRunner.BusyException when a refit or replay runs on this machine
     */
    public synchronized Job start(Station station, ModelVersion version, ReplayPlan plan) throws ArtefactException {
        // Before the version takes memory beside a refit.
        tools.jobs().requireIdle();
        Artefacts.Opened opened = tools.life().look(station, version, "replay");
        AtomicReference<ReplayResult> result = new AtomicReference<>();
        Job job;
        try {
            job = tools.jobs().start(station.id(), Job.Kind.REPLAY, Optional.empty(), progress -> {
                try (opened) {
                    result.set(new ReplayRun(tools, station, opened, plan).run(progress));
                    return version;
                }
            });
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        replays.addFirst(new Started(job.id(), station, version, plan, result));
        if (replays.size() > REMEMBERED) {
            replays.removeLast();
        }
        return job;
    }

    /** The replay of a job, where it is remembered. */
    public synchronized Optional<Replay> find(String job) {
        return replays.stream()
                .filter(replay -> replay.job().equals(job))
                .map(Started::snapshot)
                .findFirst();
    }

    /** The remembered replays of a station, newest first. */
    public synchronized List<Replay> list(StationId station) {
        return replays.stream()
                .filter(replay -> replay.station().id().equals(station))
                .map(Started::snapshot)
                .toList();
    }
}
