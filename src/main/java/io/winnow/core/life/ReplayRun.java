package io.winnow.core.life;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.life.ReplayResult.Change;
import io.winnow.core.life.ReplayResult.Count;
import io.winnow.core.life.ReplayResult.Reason;
import io.winnow.core.life.ReplayResult.Skipped;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.station.Station;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/** One replay. Used by one thread, once. */
final class ReplayRun {
    /** What kept a frame from a verdict without being in its image: another version may give one. */
    private static final Set<Verdict.Cause> NOT_THE_IMAGE = EnumSet.of(
            Verdict.Cause.COLLECTING,
            Verdict.Cause.IMPORTED,
            Verdict.Cause.MODEL_UNUSABLE,
            Verdict.Cause.OVERLOAD,
            Verdict.Cause.SCORING_FAILED,
            Verdict.Cause.GREY_BAND);

    private final Replays.Tools tools;
    private final Station station;
    private final ModelManifest model;
    private final AnomalyDetector detector;
    private final Optional<FeatureExtractor> backbone;
    private final ReplayPlan plan;
    private final Map<List<String>, Integer> counts =
            new TreeMap<>((one, other) -> String.join(" ", one).compareTo(String.join(" ", other)));
    private final List<Change> changes = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private int replayed;
    private int fromStored;

    ReplayRun(Replays.Tools tools, Station station, Artefacts.Opened opened, ReplayPlan plan) {
        this.tools = tools;
        this.station = station;
        this.model = opened.artefact().model();
        this.detector = opened.detector();
        this.backbone = opened.backbone();
        this.plan = plan;
    }

    ReplayResult run(Progress progress) {
        List<InspectionId> found = tools.history().decided(station.id(), plan.from(), plan.to(), plan.most() + 1);
        List<InspectionId> frames = found.subList(0, Math.min(found.size(), plan.most()));
        for (int i = 0; i < frames.size(); i++) {
            progress.advance("replay frames", i, frames.size());
            replay(frames.get(i));
        }
        return new ReplayResult(
                station.id(),
                model.version(),
                plan,
                found.size() > frames.size(),
                tools.history().oldest(station.id()),
                replayed,
                fromStored,
                counts.entrySet().stream()
                        .map(each ->
                                new Count(each.getKey().get(0), each.getKey().get(1), each.getValue()))
                        .toList(),
                changes,
                skipped);
    }

    private void replay(InspectionId id) {
        Optional<Inspection> stored = tools.inspections().find(id);
        if (stored.isEmpty()) {
            skipped.add(new Skipped(
                    id, Optional.empty(), Reason.RETENTION, "retention deleted its inspection during the replay"));
            return;
        }
        Inspection inspection = stored.get();
        if (inspection.verdict() instanceof Verdict.Undecided undecided && !NOT_THE_IMAGE.contains(undecided.cause())) {
            skip(inspection, Reason.IMAGE, "undecided under every version: " + undecided.reason());
            return;
        }
        try {
            FramePatches.Found patches = tools.patches().find(station, backbone, inspection.frameHash());
            judged(
                    inspection,
                    tools.decider()
                            .decide(model, detector.detect(patches.patches()).score()));
            fromStored += patches.stored() ? 1 : 0;
        } catch (FramePatches.GoneException e) {
            skip(inspection, Reason.RETENTION, String.valueOf(e.getMessage()));
        } catch (UndecodableImageException e) {
            skip(inspection, Reason.IMAGE, String.valueOf(e.getMessage()));
        } catch (CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            skip(inspection, Reason.FAILED, e.toString());
        }
    }

    private void judged(Inspection inspection, Verdict now) {
        replayed++;
        Verdict then = inspection.verdict();
        counts.merge(List.of(then.word(), now.word()), 1, Integer::sum);
        if (!then.word().equals(now.word())) {
            changes.add(new Change(
                    inspection.id(), inspection.frame(), inspection.decidedAt(), inspection.model(), then, now));
        }
    }

    private void skip(Inspection inspection, Reason reason, String detail) {
        FrameId frame = inspection.frame();
        skipped.add(new Skipped(inspection.id(), Optional.of(frame), reason, detail));
    }
}
