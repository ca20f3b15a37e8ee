package io.winnow.core.bench;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.AnomalyMapUpsampler;
import io.winnow.core.detector.Detection;
import io.winnow.core.evaluation.Evaluation;
import io.winnow.core.evaluation.EvaluationOptions;
import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Masks;
import io.winnow.core.evaluation.Ranking;
import io.winnow.core.evaluation.RankingFigures;
import io.winnow.core.evaluation.ScoreMaps;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionFinder;
import io.winnow.core.image.RegionOfInterest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Scores a test set with a fitted detector and works out every figure: image figures from the detector's image scores, pixel
 * figures from its maps at the masks' size (bilinear, then a Gaussian of 4 pixels). Thread-safe.
 */
final class Judge {
    private static final String NO_MASKS = "the dataset has no masks";
    private static final List<String> PIXEL_FIGURES = List.of(
            "pixel.auroc",
            "pixel.aupr",
            "pixel.f1",
            "pixel.f1_threshold",
            "aupro",
            "au_iou",
            "pl30",
            "pl50",
            "pl30_percentile");

    private final Workers workers;

    Judge(Workers workers) {
        this.workers = workers;
    }

    /** Scores all images; {@code seconds} of the outcome is left to the caller. */
    EvaluationOutcome judge(AnomalyDetector detector, TestSet test, Progress progress) {
        AtomicInteger done = new AtomicInteger();
        List<Detection> detections = workers.map(test.embeddings(), patches -> {
            Detection detection = detector.detect(patches);
            progress.advance(
                    "score test set", done.incrementAndGet(), test.images().size());
            return detection;
        });
        Map<String, Figure> figures = figures(detections, test);
        Map<String, Double> defined = new LinkedHashMap<>();
        Map<String, String> undefined = new LinkedHashMap<>();
        figures.forEach((name, figure) -> {
            figure.optional().ifPresent(value -> defined.put(name, value));
            figure.reason().ifPresent(reason -> undefined.put(name, reason));
        });
        double threshold = defined.getOrDefault("image.f1_threshold", 0.0);
        return new EvaluationOutcome(defined, undefined, threshold, examples(detections, test, threshold), 0);
    }

    private Map<String, Figure> figures(List<Detection> detections, TestSet test) {
        double[] scores = detections.stream().mapToDouble(Detection::score).toArray();
        if (test.masks().isEmpty()) {
            return imageFigures(Ranking.of(scores, test.labels()).figures());
        }
        ImageSize size = test.size();
        AnomalyMapUpsampler upsampler = new AnomalyMapUpsampler(
                detections.get(0).map().height(), detections.get(0).map().width(), size);
        List<float[]> maps = workers.map(detections, detection -> upsampler.upsample(detection.map()));
        return Evaluation.of(
                        ScoreMaps.of(size.height(), size.width(), maps),
                        Masks.of(size.height(), size.width(), test.masks().get()),
                        EvaluationOptions.DEFAULT.withImageScores(scores))
                .byKey();
    }

    private static Map<String, Figure> imageFigures(RankingFigures ranking) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("image.auroc", ranking.auroc());
        figures.put("image.aupr", ranking.averagePrecision());
        figures.put("image.f1", ranking.maxF1());
        figures.put("image.f1_threshold", ranking.maxF1Threshold());
        PIXEL_FIGURES.forEach(name -> figures.put(name, Figure.undefined(NO_MASKS)));
        return figures;
    }

    private static List<Example> examples(List<Detection> detections, TestSet test, double threshold) {
        List<Example> examples = new ArrayList<>();
        for (int i : test.examples()) {
            Detection detection = detections.get(i);
            examples.add(Example.of(
                    test.images().get(i).name(),
                    test.images().get(i).defectType().orElse(null),
                    detection.score(),
                    detection.map(),
                    boxes(detection, threshold)));
        }
        return examples;
    }

    private static List<List<Double>> boxes(Detection detection, double threshold) {
        ImageSize grid = new ImageSize(detection.map().height(), detection.map().width());
        return RegionFinder.find(detection.map().toArray(), grid, RegionOfInterest.WHOLE, threshold).stream()
                .map(region -> List.of(
                        region.box().left(),
                        region.box().top(),
                        region.box().right(),
                        region.box().bottom()))
                .toList();
    }
}
