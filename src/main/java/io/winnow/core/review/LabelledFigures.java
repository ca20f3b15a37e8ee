package io.winnow.core.review;

import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Intervals;
import io.winnow.core.evaluation.ProportionLocalised;
import io.winnow.core.evaluation.Ranking;
import io.winnow.core.evaluation.Resampling;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.LabelStore.Labelled;
import io.winnow.core.review.LiveQuality.LiveFigure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Figures of the labelled frames alone, each counting once: for comparing models on the same frames, where no estimate for all of
 * production is asked for.
 */
final class LabelledFigures {
    static final double CONFIDENCE = 0.95;
    static final Resampling RESAMPLING = new Resampling(200, 1, CONFIDENCE);

    private LabelledFigures() {}

    static List<LiveFigure> image(List<Labelled> used, int defective) {
        int count = used.size();
        Optional<String> lack = LiveQuality.lack(count - defective, defective);
        if (lack.isPresent()) {
            Figure none = Figure.undefined(lack.get());
            return List.of(
                    new LiveFigure("image_aupr", "AUPR (image)", none, count, Optional.empty()),
                    new LiveFigure("image_f1", "F1 of the verdicts", none, count, Optional.empty()),
                    new LiveFigure("image_auroc", "AUROC (image)", none, count, Optional.empty()));
        }
        boolean[] anomalous = new boolean[count];
        double[] scores = new double[count];
        double[] rejected = new double[count];
        for (int i = 0; i < count; i++) {
            anomalous[i] = LiveQuality.defective(used.get(i));
            scores[i] = score(used.get(i).inspection());
            rejected[i] = used.get(i).inspection().verdict() instanceof Verdict.Reject ? 1 : 0;
        }
        Ranking ranking = Ranking.of(scores, anomalous);
        return List.of(
                new LiveFigure(
                        "image_aupr",
                        "AUPR (image)",
                        ranking.averagePrecision(),
                        count,
                        Intervals.bootstrap(anomalous, RESAMPLING, drawn -> ranking.figures(drawn)
                                .averagePrecision())),
                new LiveFigure(
                        "image_f1",
                        "F1 of the verdicts",
                        f1(anomalous, rejected, ones(count)),
                        count,
                        Intervals.bootstrap(anomalous, RESAMPLING, drawn -> f1(anomalous, rejected, drawn))),
                new LiveFigure(
                        "image_auroc",
                        "AUROC (image)",
                        ranking.auroc(),
                        count,
                        Intervals.bootstrap(anomalous, RESAMPLING, drawn -> ranking.figures(drawn)
                                .auroc())));
    }

    /** F1 at the threshold that was in force: what the line really got, not the best that a threshold could give. */
    static Figure f1(boolean[] anomalous, double[] rejected, int[] drawn) {
        long hits = 0;
        long wrong = 0;
        for (int i = 0; i < anomalous.length; i++) {
            boolean reject = rejected[i] == 1;
            if (reject && anomalous[i]) {
                hits += drawn[i];
            } else if (reject || anomalous[i]) {
                wrong += drawn[i];
            }
        }
        return hits + wrong == 0
                ? Figure.undefined("neither defects nor rejects")
                : Figure.of(2.0 * hits / (2 * hits + wrong));
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    static double score(Inspection inspection) {
        return inspection
                .verdict()
                .imageScore()
                .orElseThrow(
                        () -> new IllegalArgumentException("inspection %s has no score".formatted(inspection.id())));
    }

    /** What PL is measured on; empty where there are too few defects with a marked region. */
    static Optional<ProportionLocalised> found(LabelledMaps maps) {
        return maps.lackOfRegions().isPresent() ? Optional.empty() : Optional.of(maps.proportionLocalised());
    }

    static LiveFigure localised(LabelledMaps maps) {
        double limit = ProportionLocalised.DEFAULT_IOU_LIMIT;
        Optional<ProportionLocalised> found = found(maps);
        return new LiveFigure(
                "pl30",
                "PL at IoU > 0.3",
                found.map(measured -> measured.at(limit))
                        .orElseGet(() -> Figure.undefined(maps.lackOfRegions().orElseThrow())),
                maps.withRegions(),
                found.map(measured -> Intervals.wilson(
                        measured.localised(limit), measured.anomalies().size(), CONFIDENCE)));
    }
}
