package io.winnow.core.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Every figure of a detector's anomaly maps over one test set. Immutable and thread-safe.
 *
 * @param image how image scores separate anomalous from good images
 * @param pixel how map scores separate defect from normal pixels
 * @param aupro area under the per-region overlap
 * @param auIou area under the pooled intersection over union, up to a false positive rate of 0.3
 * @param pl30 Proportion Localised at an intersection over union of 0.3
 * @param pl50 the same at 0.5
 * @param pl30Percentile the same at 0.3 with thresholds at percentiles of the pixels
 * @param localised what PL was measured on, for the figures of single defect types
 * @param counts what the figures are of
 * @param intervals by key as in {@link #byKey}; none unless asked for, and none for thresholds and undefined figures
 */
public record Evaluation(
        RankingFigures image,
        RankingFigures pixel,
        Figure aupro,
        Figure auIou,
        Figure pl30,
        Figure pl50,
        Figure pl30Percentile,
        ProportionLocalised localised,
        Counts counts,
        Map<String, Interval> intervals) {
    /**
     * Sizes of a test set.
     *
     * @param images all images
     * @param anomalousImages those with a defect pixel
     * @param pixels of all images
     * @param defectPixels of all masks
     * @param regions 8-connected regions of defect pixels
     * @param anomalies boxes after merging, which PL counts
     */
    public record Counts(int images, int anomalousImages, long pixels, long defectPixels, int regions, int anomalies) {}

    private static final double PL50_LIMIT = 0.5;

    public Evaluation {
        intervals = Map.copyOf(intervals);
    }

    /** All figures with image scores from map maxima and the customary limits. */
    public static Evaluation of(ScoreMaps maps, Masks masks) {
        return of(maps, masks, EvaluationOptions.DEFAULT);
    }

    /**
     * All figures. The pixels are sorted once; the result does not depend on the number of threads.
     *
     * @throws IllegalArgumentException when the shapes differ or the image scores do not fit
     */
    public static Evaluation of(ScoreMaps maps, Masks masks, EvaluationOptions options) {
        Shapes.requireSame(maps, masks);
        Ranking images = Ranking.of(options.imageScores(maps), masks.labels());
        CompletableFuture<List<List<RotatedBox>>> boxes =
                CompletableFuture.supplyAsync(() -> ProportionLocalised.boxes(masks));
        PixelRanking pixels = PixelRanking.of(maps, masks);
        CompletableFuture<RankingFigures> pixel = CompletableFuture.supplyAsync(pixels::figures);
        CompletableFuture<Figure> aupro =
                CompletableFuture.supplyAsync(() -> PerRegionOverlap.area(pixels, options.auProLimit()));
        CompletableFuture<Figure> auIou =
                CompletableFuture.supplyAsync(() -> IouCurve.area(pixels, IouCurve.DEFAULT_LIMIT));
        ProportionLocalised linear = ProportionLocalised.of(maps, boxes.join());
        ProportionLocalised percentile = ProportionLocalised.ofPercentiles(maps, boxes.join(), pixels);
        Evaluation evaluation = new Evaluation(
                imageFigures(images.figures()),
                pixel.join(),
                aupro.join(),
                auIou.join(),
                linear.at(ProportionLocalised.DEFAULT_IOU_LIMIT),
                linear.at(PL50_LIMIT),
                percentile.at(ProportionLocalised.DEFAULT_IOU_LIMIT),
                linear,
                counts(masks, pixels, linear),
                Map.of());
        return options.resampling()
                .map(resampling -> evaluation.withIntervals(
                        new Resampled(images, pixels, options.auProLimit(), masks.labels()).intervals(resampling),
                        proportions(linear, percentile, resampling.confidence())))
                .orElse(evaluation);
    }

    /** The figures by the names that reports use, in their order: {@code image.auroc}, {@code pixel.f1_threshold}, {@code pl30}. */
    public Map<String, Figure> byKey() {
        Map<String, Figure> figures = new LinkedHashMap<>();
        putRanking(figures, "image.", image);
        putRanking(figures, "pixel.", pixel);
        figures.put("aupro", aupro);
        figures.put("au_iou", auIou);
        figures.put("pl30", pl30);
        figures.put("pl50", pl50);
        figures.put("pl30_percentile", pl30Percentile);
        return figures;
    }

    private static void putRanking(Map<String, Figure> figures, String prefix, RankingFigures ranking) {
        figures.put(prefix + "auroc", ranking.auroc());
        figures.put(prefix + "aupr", ranking.averagePrecision());
        figures.put(prefix + "f1", ranking.maxF1());
        figures.put(prefix + "f1_threshold", ranking.maxF1Threshold());
    }

    /** The ranking does not know that its samples are images. */
    private static RankingFigures imageFigures(RankingFigures figures) {
        Function<Figure, Figure> renamed = figure -> figure instanceof Figure.Undefined undefined
                ? Figure.undefined(undefined.why().replace("sample", "image"))
                : figure;
        return new RankingFigures(
                renamed.apply(figures.auroc()),
                renamed.apply(figures.averagePrecision()),
                renamed.apply(figures.maxF1()),
                renamed.apply(figures.maxF1Threshold()));
    }

    private static Counts counts(Masks masks, PixelRanking pixels, ProportionLocalised localised) {
        int anomalous = 0;
        for (boolean label : masks.labels()) {
            anomalous += label ? 1 : 0;
        }
        return new Counts(
                masks.count(),
                anomalous,
                pixels.pixels(),
                pixels.defectPixels(),
                pixels.regions(),
                localised.anomalies().size());
    }

    private static Map<String, Interval> proportions(
            ProportionLocalised linear, ProportionLocalised percentile, double confidence) {
        int anomalies = linear.anomalies().size();
        if (anomalies == 0) {
            return Map.of();
        }
        double pl30 = ProportionLocalised.DEFAULT_IOU_LIMIT;
        return Map.of(
                "pl30", Intervals.wilson(linear.localised(pl30), anomalies, confidence),
                "pl50", Intervals.wilson(linear.localised(PL50_LIMIT), anomalies, confidence),
                "pl30_percentile", Intervals.wilson(percentile.localised(pl30), anomalies, confidence));
    }

    private Evaluation withIntervals(Map<String, Interval> areas, Map<String, Interval> proportions) {
        Map<String, Interval> all = new LinkedHashMap<>(areas);
        all.putAll(proportions);
        return new Evaluation(image, pixel, aupro, auIou, pl30, pl50, pl30Percentile, localised, counts, all);
    }

    /** The areas and best F1 of resamples of the images. */
    private static final class Resampled {
        private static final List<String> KEYS = List.of(
                "image.auroc", "image.aupr", "image.f1", "pixel.auroc", "pixel.aupr", "pixel.f1", "aupro", "au_iou");

        private final Ranking images;
        private final PixelRanking pixels;
        private final double auProLimit;
        private final boolean[] labels;

        Resampled(Ranking images, PixelRanking pixels, double auProLimit, boolean[] labels) {
            this.images = images;
            this.pixels = pixels;
            this.auProLimit = auProLimit;
            this.labels = labels;
        }

        Map<String, Interval> intervals(Resampling resampling) {
            List<Figure[]> replicates = Intervals.replicates(labels, resampling, this::figures);
            Map<String, Interval> intervals = new LinkedHashMap<>();
            for (int k = 0; k < KEYS.size(); k++) {
                int key = k;
                Intervals.percentiles(replicates.stream().map(r -> r[key]).toList(), resampling.confidence())
                        .ifPresent(interval -> intervals.put(KEYS.get(key), interval));
            }
            return intervals;
        }

        private Figure[] figures(int[] multiplicity) {
            RankingFigures image = images.figures(multiplicity);
            RankingFigures pixel = pixels.figures(multiplicity);
            return new Figure[] {
                image.auroc(),
                image.averagePrecision(),
                image.maxF1(),
                pixel.auroc(),
                pixel.averagePrecision(),
                pixel.maxF1(),
                PerRegionOverlap.area(pixels, auProLimit, multiplicity),
                IouCurve.area(pixels, IouCurve.DEFAULT_LIMIT, multiplicity)
            };
        }
    }
}
