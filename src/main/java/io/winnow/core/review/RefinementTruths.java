package io.winnow.core.review;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.DroppedFrame;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Holds refinements against the truth, for stations whose truth is known. Thread-safe. */
public final class RefinementTruths {
    private record Version(StationId station, int number) {}

    private final ModelStore models;
    private final TruthStore truths;
    /** A ledger and its pool's truth do not change once a model exists, so each is counted once. */
    private final Map<Version, RefinementTruth> counted = new ConcurrentHashMap<>();

    public RefinementTruths(ModelStore models, TruthStore truths) {
        this.models = models;
        this.truths = truths;
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
        Map<FrameId, Boolean> droppedTruth = defective(model.station(), dropped);
        Map<FrameId, Boolean> keptTruth =
                defective(model.station(), models.keptFrames(model.station(), model.version()));
        if (droppedTruth.isEmpty() && keptTruth.isEmpty()) {
            return Optional.empty();
        }
        int droppedDefective = countTrue(droppedTruth.values());
        return Optional.of(new RefinementTruth(
                droppedDefective + countTrue(keptTruth.values()), droppedTruth.size(), droppedDefective));
    }

    private Map<FrameId, Boolean> defective(StationId station, List<FrameId> frames) {
        return truths.defective(station, frames.stream().collect(Collectors.toSet()));
    }

    private static int countTrue(Collection<Boolean> truths) {
        return (int) truths.stream().filter(Boolean::booleanValue).count();
    }
}
