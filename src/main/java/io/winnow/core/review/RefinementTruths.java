package io.winnow.core.review;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.DroppedFrame;
import io.winnow.core.model.LedgerDecision;
import io.winnow.core.model.LedgerDecisions;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Holds refinements against the truth, where it is known: of simulated frames, or of those that operators judged. Thread-safe. */
public final class RefinementTruths {
    private record Version(StationId station, int number) {}

    /**
     * What operators' words say of a refinement. They judge the frames that they are shown, most of them dropped ones, so that this
     * describes those frames and estimates nothing.
     *
     * @param judged frames of the pool that an operator judged, kept or dropped
     */
    public record ByOperators(RefinementTruth truth, int judged) {}

    /** How long an answer stands: it is asked for with every change of a station. */
    private static final long FRESH_NANOS = 5_000_000_000L;

    private record Answer(long at, Optional<ByOperators> truth) {}

    private final ModelStore models;
    private final TruthStore truths;
    private final LabelStore labels;
    private final LedgerDecisions decisions;
    /** A ledger and its pool's truth do not change once a model exists, so each is counted once. */
    private final Map<Version, RefinementTruth> counted = new ConcurrentHashMap<>();

    private final Map<Version, Answer> answers = new ConcurrentHashMap<>();

    public RefinementTruths(ModelStore models, TruthStore truths, LabelStore labels, LedgerDecisions decisions) {
        this.models = models;
        this.truths = truths;
        this.labels = labels;
        this.decisions = decisions;
    }

    /** How well the refinement behind a model did; empty where nothing is known of its pool. */
    public Optional<RefinementTruth> of(ModelManifest model) {
        Version version = new Version(model.station(), model.version().number());
        return Optional.ofNullable(counted.get(version)).or(() -> {
            Optional<RefinementTruth> fresh = count(model);
            fresh.ifPresent(truth -> counted.put(version, truth));
            return fresh;
        });
    }

    private Optional<RefinementTruth> count(ModelManifest model) {
        List<FrameId> dropped = models.ledger(model.station(), model.version()).stream()
                .map(DroppedFrame::frame)
                .toList();
        return truth(
                defective(model.station(), dropped),
                defective(model.station(), models.keptFrames(model.station(), model.version())));
    }

    /** How well the refinement behind a model did by operators' labels and decisions, some seconds ago at most; empty where they judged none of its frames. */
    public Optional<ByOperators> byOperators(ModelManifest model) {
        Version version = new Version(model.station(), model.version().number());
        Answer known = answers.get(version);
        if (known != null && System.nanoTime() - known.at() < FRESH_NANOS) {
            return known.truth();
        }
        Optional<ByOperators> fresh = judge(model);
        answers.put(version, new Answer(System.nanoTime(), fresh));
        return fresh;
    }

    private Optional<ByOperators> judge(ModelManifest model) {
        List<DroppedFrame> dropped = models.ledger(model.station(), model.version());
        List<FrameId> kept = models.keptFrames(model.station(), model.version());
        Map<FrameId, Boolean> droppedTruth = labels.defective(
                model.station(), dropped.stream().map(DroppedFrame::frame).collect(Collectors.toSet()));
        Map<ContentHash, Boolean> decided = new HashMap<>();
        decisions
                .list(model.station())
                .forEach(each -> decided.put(each.image(), each.kind() == LedgerDecision.Kind.CONFIRMED));
        Map<FrameId, Boolean> known = new HashMap<>(droppedTruth);
        dropped.stream()
                .filter(frame -> decided.containsKey(frame.image()))
                .forEach(frame -> known.put(frame.frame(), decided.get(frame.image())));
        Map<FrameId, Boolean> keptTruth =
                labels.defective(model.station(), kept.stream().collect(Collectors.toSet()));
        return truth(known, keptTruth).map(truth -> new ByOperators(truth, known.size() + keptTruth.size()));
    }

    private static Optional<RefinementTruth> truth(Map<FrameId, Boolean> dropped, Map<FrameId, Boolean> kept) {
        if (dropped.isEmpty() && kept.isEmpty()) {
            return Optional.empty();
        }
        int droppedDefective = countTrue(dropped.values());
        return Optional.of(
                new RefinementTruth(droppedDefective + countTrue(kept.values()), dropped.size(), droppedDefective));
    }

    private Map<FrameId, Boolean> defective(StationId station, List<FrameId> frames) {
        return truths.defective(station, frames.stream().collect(Collectors.toSet()));
    }

    private static int countTrue(Collection<Boolean> truths) {
        return (int) truths.stream().filter(Boolean::booleanValue).count();
    }
}
