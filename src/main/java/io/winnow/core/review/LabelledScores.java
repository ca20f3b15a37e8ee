package io.winnow.core.review;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.LabelStore.Labelled;
import io.winnow.core.review.WeightedSample.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The scores of one model's labelled inspections, weighted so that they stand for all of its inspections. Immutable.
 *
 * @param entries newest first; where weighted, only those on frames that were chosen for review by design
 * @param unweighted why every label counts once instead; empty where they are weighted
 */
public record LabelledScores(List<Entry> entries, Optional<String> unweighted) {
    /** Nobody has labelled anything. */
    public static final LabelledScores NONE = new LabelledScores(List.of(), Optional.of("there are no labels"));

    /**
     * One labelled inspection.
     *
     * @param weight how many inspections it stands for
     */
    public record Entry(FrameId frame, double score, boolean defective, double weight) {}

    public LabelledScores {
        entries = List.copyOf(entries);
    }

    /** Those of a model among the newest {@code window} inspections of a station. */
    public static LabelledScores of(
            LabelStore labels, ReviewStore reviews, StationId station, ModelVersion model, int window) {
        List<Labelled> labelled = labels.labelledWithin(station, window).stream()
                .filter(each -> each.inspection().model().equals(Optional.of(model)))
                .toList();
        ReviewSample sample = new ReviewSample(
                labelled,
                reviews.counts(station, window).stream()
                        .filter(count -> count.model().equals(model))
                        .toList());
        Optional<String> lack = sample.lack();
        return lack.isPresent()
                ? new LabelledScores(
                        entries(labelled, ReviewSample.alone(labelled).weights()), lack)
                : new LabelledScores(
                        entries(sample.labelled(), sample.weighted().weights()), Optional.empty());
    }

    private static List<Entry> entries(List<Labelled> labelled, Weights weights) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < labelled.size(); i++) {
            Labelled each = labelled.get(i);
            entries.add(new Entry(
                    each.inspection().frame(),
                    each.inspection().verdict().imageScore().orElseThrow(),
                    LiveQuality.defective(each),
                    weights.own()[i]));
        }
        return entries;
    }

    /** How many are normal. */
    public int normal() {
        return entries.size() - defective();
    }

    /** How many are defective. */
    public int defective() {
        return (int) entries.stream().filter(Entry::defective).count();
    }
}
