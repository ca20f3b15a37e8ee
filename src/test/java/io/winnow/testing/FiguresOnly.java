package io.winnow.testing;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.Label;
import io.winnow.core.review.LabelStore;
import io.winnow.core.review.ReviewStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The part of a fake store that figures and thresholds have no business with: asking for it fails the test. */
public abstract class FiguresOnly implements LabelStore, ReviewStore {
    @Override
    public Map<FrameId, Boolean> defective(StationId station, Set<FrameId> frames) {
        return Map.of();
    }

    @Override
    public void put(InspectionId inspection, Label label) {
        throw new AssertionError("figures never write labels");
    }

    @Override
    public void remove(InspectionId inspection) {
        throw new AssertionError("figures never write labels");
    }

    @Override
    public Optional<Label> find(InspectionId inspection) {
        return Optional.empty();
    }

    @Override
    public List<StoredScore> scores(StationId station, ModelVersion model, int window) {
        throw new AssertionError("figures need no scores of unlabelled frames");
    }

    @Override
    public List<Inspection> queue(StationId station, int limit) {
        throw new AssertionError("figures need no queue");
    }
}
