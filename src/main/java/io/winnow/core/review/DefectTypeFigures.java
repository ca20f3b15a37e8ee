package io.winnow.core.review;

import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Interval;
import io.winnow.core.evaluation.Intervals;
import io.winnow.core.evaluation.ProportionLocalised;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.LabelStore.Labelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Recall and Proportion Localised of one model for each type of defect that operators named, over the labels on frames that were
 * chosen for review, each weighted as in the live figures. Intervals are Wilson's over the effective number of labels, the squared sum
 * of the weights over the sum of their squares (Kish 1965): a few heavy audits are worth fewer than their count.
 */
public final class DefectTypeFigures {
    private static final double CONFIDENCE = 0.95;
    private static final double IOU_LIMIT = ProportionLocalised.DEFAULT_IOU_LIMIT;

    /**
     * A weighted share.
     *
     * @param labels how many labelled defects it is computed from
     * @param interval 95 %; empty where the share is undefined
     */
    public record Share(Figure figure, int labels, Optional<Interval> interval) {}

    /**
     * One type of defect.
     *
     * @param type empty for defects without one
     * @param recall share of the defects that did not pass
     * @param localised share of the marked defects that were found in their place, at the threshold that is best over all types
     */
    public record TypeFigures(Optional<String> type, int labels, Share recall, Share localised) {}

    /** Figures of one model, types in alphabetical order, those without one last. */
    public record Report(ModelVersion model, List<TypeFigures> types) {}

    /** What is summed up for a share. */
    private static final class Sum {
        private int labels;
        private double weights;
        private double squares;
        private double hits;

        void add(double weight, boolean hit) {
            labels++;
            weights += weight;
            squares += weight * weight;
            hits += hit ? weight : 0;
        }

        Share share(String unit) {
            if (labels < LiveQuality.FEWEST_OF_EACH) {
                return new Share(
                        Figure.undefined("not enough labels: %d %s, needs %d"
                                .formatted(labels, unit, LiveQuality.FEWEST_OF_EACH)),
                        labels,
                        Optional.empty());
            }
            double share = Math.min(1, hits / weights);
            return new Share(
                    Figure.of(share),
                    labels,
                    Optional.of(Intervals.wilson(share, weights * weights / squares, CONFIDENCE)));
        }
    }

    private final ReviewSample sample;
    private final double[] weights;
    private final Map<String, Sum> recalls = new TreeMap<>();
    private final Map<String, Sum> located = new TreeMap<>();

    private DefectTypeFigures(ReviewSample sample) {
        this.sample = sample;
        this.weights = sample.weighted().weights().own();
    }

    static Report of(ModelVersion model, ReviewSample sample, RegionOfInterest looked) {
        DefectTypeFigures figures = new DefectTypeFigures(sample);
        figures.recall();
        figures.localise(looked);
        return new Report(model, figures.types());
    }

    private void recall() {
        for (Labelled each : sample.labelled()) {
            if (LiveQuality.defective(each)) {
                recalls.computeIfAbsent(type(each), type -> new Sum())
                        .add(weight(each), !(each.inspection().verdict() instanceof Verdict.Pass));
            }
        }
    }

    private void localise(RegionOfInterest looked) {
        List<Labelled> defects =
                sample.labelled().stream().filter(LiveQuality::defective).toList();
        LabelledMaps maps = new LabelledMaps(defects, looked);
        if (maps.withRegions() == 0) {
            return;
        }
        double[] byMap = new double[maps.size()];
        String[] types = new String[maps.size()];
        for (int map = 0; map < byMap.length; map++) {
            Labelled shown =
                    sample.labelled().get(sample.position(maps.inspections().get(map)));
            byMap[map] = weight(shown);
            types[map] = type(shown);
        }
        ProportionLocalised found = maps.proportionLocalised();
        boolean[] localised = found.localised(IOU_LIMIT, byMap);
        for (int a = 0; a < localised.length; a++) {
            int map = found.anomalies().get(a).image();
            located.computeIfAbsent(types[map], type -> new Sum()).add(byMap[map], localised[a]);
        }
    }

    private double weight(Labelled labelled) {
        return weights[sample.position(labelled.inspection().id())];
    }

    /** Without a type: the empty text, which no type is. */
    private static String type(Labelled labelled) {
        return labelled.label().defectType().orElse("");
    }

    private List<TypeFigures> types() {
        List<TypeFigures> types = new ArrayList<>();
        recalls.forEach((type, sum) -> types.add(new TypeFigures(
                Optional.of(type).filter(name -> !name.isEmpty()),
                sum.labels,
                sum.share("labelled defects"),
                located.getOrDefault(type, new Sum()).share("marked defects"))));
        types.sort((a, b) -> Boolean.compare(a.type().isEmpty(), b.type().isEmpty()));
        return List.copyOf(types);
    }
}
