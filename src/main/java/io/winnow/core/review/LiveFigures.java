package io.winnow.core.review;

import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Interval;
import io.winnow.core.evaluation.ProportionLocalised;
import io.winnow.core.evaluation.RankingFigures;
import io.winnow.core.evaluation.VerdictTotals;
import io.winnow.core.review.LabelStore.Labelled;
import io.winnow.core.review.LiveQuality.LiveFigure;
import io.winnow.core.review.WeightedSample.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Computes the figures of one report: each for all inspections, and beside it over the labelled frames alone. Used by one thread. */
final class LiveFigures {
    private static final double CONFIDENCE = 0.95;
    private static final int DRAWS = 300;
    private static final long SEED = 1;
    private static final double IOU_LIMIT = ProportionLocalised.DEFAULT_IOU_LIMIT;

    private final ReviewSample sample;
    private final LabelledMaps sampleMaps;
    private final LabelledMaps allMaps;
    private final WeightedSample weighted;
    private final WeightedSample plain;
    private final Optional<String> lack;
    private final Optional<String> plainLack;
    private final List<WeightedSample.Draw> draws;
    private final int labelled;

    /**
     * @param sample labels that stand for all inspections
     * @param sampleMaps of these
     * @param all labelled inspections, the volunteered ones among them
     * @param allMaps of these
     */
    LiveFigures(ReviewSample sample, LabelledMaps sampleMaps, List<Labelled> all, LabelledMaps allMaps) {
        this.sample = sample;
        this.sampleMaps = sampleMaps;
        this.allMaps = allMaps;
        this.weighted = sample.weighted();
        this.plain = ReviewSample.alone(all);
        this.lack = sample.lack();
        int defective = (int) all.stream().filter(LiveQuality::defective).count();
        this.plainLack = LiveQuality.lack(all.size() - defective, defective);
        this.draws = lack.isPresent() ? List.of() : weighted.draws(DRAWS, SEED);
        this.labelled = all.size();
    }

    List<LiveFigure> all() {
        return List.of(
                ranked("image_aupr", "AUPR (image)", RankingFigures::averagePrecision),
                decided("image_f1", "F1 of the verdicts", VerdictTotals::f1),
                decided("image_precision", "Precision of the verdicts", VerdictTotals::precision),
                decided("image_recall", "Recall of the verdicts", VerdictTotals::recall),
                decided("false_reject_rate", "False reject rate", VerdictTotals::falseRejectRate),
                ranked("image_auroc", "AUROC (image)", RankingFigures::auroc),
                proportionLocalised(),
                pixelAuroc());
    }

    /** Those that are estimates for all inspections: all but the one over the pixels of labelled frames. */
    List<LiveFigure> estimates() {
        List<LiveFigure> all = all();
        return all.stream().filter(LiveFigure::weighted).toList();
    }

    private LiveFigure ranked(String name, String title, Function<RankingFigures, Figure> figure) {
        return figure(name, title, weighted.ranked(figure), plain.ranked(figure));
    }

    private LiveFigure decided(String name, String title, Function<VerdictTotals, Figure> figure) {
        return figure(name, title, weighted.decided(figure), plain.decided(figure));
    }

    private LiveFigure figure(
            String name, String title, Function<Weights, Figure> estimated, Function<Weights, Figure> counted) {
        Figure estimate = lack.map(Figure::undefined).orElseGet(() -> estimated.apply(weighted.weights()));
        Figure simple = plainLack.map(Figure::undefined).orElseGet(() -> counted.apply(plain.weights()));
        return new LiveFigure(
                name, title, estimate, (int) sample.sampling().answered(), interval(estimate, estimated), simple, true);
    }

    private Optional<Interval> interval(Figure estimate, Function<Weights, Figure> figure) {
        return WeightedSample.interval(draws, estimate, CONFIDENCE, figure);
    }

    /** Weighted share of the marked defects that is found in its place. */
    private LiveFigure proportionLocalised() {
        Figure simple = allMaps.lackOfRegions().map(Figure::undefined).orElseGet(() -> allMaps.proportionLocalised()
                .at(IOU_LIMIT));
        Optional<String> reason = lack.or(sampleMaps::lackOfRegions);
        if (reason.isPresent()) {
            return localised(Figure.undefined(reason.get()), Optional.empty(), simple);
        }
        ProportionLocalised found = sampleMaps.proportionLocalised();
        int[] units =
                sampleMaps.inspections().stream().mapToInt(sample::position).toArray();
        double[] byMap = new double[units.length];
        Arrays.setAll(byMap, map -> weighted.weights().own()[units[map]]);
        Figure estimate = found.at(IOU_LIMIT, byMap);
        boolean[] localised = found.localised(IOU_LIMIT, byMap);
        double[] marked = new double[weighted.strata()];
        double[] hits = new double[weighted.strata()];
        for (int a = 0; a < localised.length; a++) {
            int stratum = weighted.stratum(units[found.anomalies().get(a).image()]);
            marked[stratum]++;
            hits[stratum] += localised[a] ? 1 : 0;
        }
        return localised(estimate, interval(estimate, weights -> weighted.drawnShare(weights, marked, hits)), simple);
    }

    private LiveFigure localised(Figure estimate, Optional<Interval> interval, Figure simple) {
        return new LiveFigure("pl30", "PL at IoU > 0.3", estimate, sampleMaps.withRegions(), interval, simple, true);
    }

    private LiveFigure pixelAuroc() {
        Figure figure = allMaps.pixelAuroc();
        return new LiveFigure(
                "pixel_auroc",
                "AUROC (pixel)",
                figure,
                Math.min(labelled, allMaps.size()),
                Optional.empty(),
                figure,
                false);
    }
}
