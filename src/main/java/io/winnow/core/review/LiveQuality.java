package io.winnow.core.review;

import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Interval;
import io.winnow.core.evaluation.Intervals;
import io.winnow.core.evaluation.Ranking;
import io.winnow.core.evaluation.Resampling;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.LabelStore.Labelled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How good a station's newest model is, measured against what operators said of its verdicts. Only inspections of one model
 * version are put together, because scores of different versions have no common scale. Thread-safe.
 *
 * <p>The figures describe the labelled frames. Operators look at suspicious frames more often than at others, so they are no
 * estimate for all of production yet.
 */
public final class LiveQuality {
    /** With fewer of either kind, one label more or less would move a figure by tens of points. */
    static final int FEWEST_OF_EACH = 5;

    static final double CONFIDENCE = 0.95;
    static final Resampling RESAMPLING = new Resampling(200, 1, CONFIDENCE);

    /**
     * A figure with what stands behind it.
     *
     * @param name as in metrics, such as {@code "image_aupr"}
     * @param title for people
     * @param labels how many labels it is computed from
     * @param interval 95 % confidence
     */
    public record LiveFigure(String name, String title, Figure figure, int labels, Optional<Interval> interval) {}

    /**
     * All figures of one station.
     *
     * @param inspections how many inspections the window holds at most
     * @param model the version that they are about
     * @param withRegions defective ones with at least one marked region
     */
    public record Report(
            int inspections,
            Optional<ModelVersion> model,
            Optional<Instant> from,
            Optional<Instant> to,
            int normal,
            int defective,
            int withRegions,
            List<LiveFigure> figures) {}

    private final LabelStore labels;
    private final Function<StationId, RegionOfInterest> looked;

    /**
     * @param looked the part of the image that a station's maps cover
     */
    public LiveQuality(LabelStore labels, Function<StationId, RegionOfInterest> looked) {
        this.labels = labels;
        this.looked = looked;
    }

    /** The figures over the newest {@code window} scored inspections of a station. */
    public Report of(StationId station, int window) {
        List<Labelled> all = labels.labelledWithin(station, window);
        Optional<ModelVersion> newest =
                all.stream().findFirst().flatMap(each -> each.inspection().model());
        List<Labelled> used = all.stream()
                .filter(each -> each.inspection().model().equals(newest))
                .toList();
        int defective = (int) used.stream().filter(LiveQuality::defective).count();
        LabelledMaps maps = new LabelledMaps(used, looked.apply(station));
        List<LiveFigure> figures = new ArrayList<>(imageFigures(used, defective));
        figures.addAll(maps.figures(CONFIDENCE));
        return new Report(
                window,
                newest,
                used.stream().map(each -> each.inspection().decidedAt()).min(Instant::compareTo),
                used.stream().map(each -> each.inspection().decidedAt()).max(Instant::compareTo),
                used.size() - defective,
                defective,
                maps.withRegions(),
                figures);
    }

    static List<LiveFigure> imageFigures(List<Labelled> used, int defective) {
        int count = used.size();
        Optional<String> lack = lack(count - defective, defective);
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
            anomalous[i] = defective(used.get(i));
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

    /** Why a figure over normal and defective frames would mean nothing, where that is so. */
    static Optional<String> lack(int normal, int defective) {
        return normal < FEWEST_OF_EACH || defective < FEWEST_OF_EACH
                ? Optional.of("not enough labels: %d normal and %d defective, needs %d of each"
                        .formatted(normal, defective, FEWEST_OF_EACH))
                : Optional.empty();
    }

    static boolean defective(Labelled labelled) {
        return defective(labelled.label());
    }

    static boolean defective(Label label) {
        return label.verdict() == Label.Truth.DEFECT;
    }

    static double score(Inspection inspection) {
        if (inspection.verdict() instanceof Verdict.Reject reject) {
            return reject.score();
        }
        if (inspection.verdict() instanceof Verdict.Pass pass) {
            return pass.score();
        }
        throw new IllegalArgumentException("inspection %s has no score".formatted(inspection.id()));
    }
}
