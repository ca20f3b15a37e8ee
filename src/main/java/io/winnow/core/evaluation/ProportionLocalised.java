package io.winnow.core.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Proportion Localised (Taylor et al., "VisionAD, a software package of performant anomaly detection algorithms, and Proportion
 * Localised, an interpretable metric", TMLR 2024): the share of anomalies that a thresholded map covers with an intersection over
 * union above a limit, at the best of 25 thresholds.
 *
 * <p>An anomaly is a box ({@link DefectBoxes}). What the map predicts for it are the pixels above the threshold that are nearer to
 * its centre than to another box's in the image, or inside it. The thresholds divide the range of the anomalous maps evenly, as in
 * the paper; {@link #ofPercentiles} places them at percentiles of their pixels, as the authors' later package does. The stated
 * direction only is scored: higher is more anomalous. Immutable and thread-safe.
 */
public final class ProportionLocalised {
    /** Number of thresholds. */
    public static final int THRESHOLDS = 25;

    /** The limit of PL30. */
    public static final double DEFAULT_IOU_LIMIT = 0.3;

    /**
     * One anomaly.
     *
     * @param image the map that it is measured against
     */
    public record Anomaly(int image, RotatedBox box) {}

    private final double[] thresholds;
    private final List<Anomaly> anomalies;
    /** Intersection over union of each anomaly at each threshold, {@code [anomaly][threshold]}. */
    private final double[][] ious;

    private ProportionLocalised(double[] thresholds, List<Anomaly> anomalies, double[][] ious) {
        this.thresholds = thresholds;
        this.anomalies = anomalies;
        this.ious = ious;
    }

    /** Measures maps against masks at evenly spaced thresholds. */
    public static ProportionLocalised of(ScoreMaps maps, Masks masks) {
        Shapes.requireSame(maps, masks);
        return of(maps, boxes(masks));
    }

    /**
     * Measures maps against boxes at evenly spaced thresholds: for live images whose defects an operator has marked.
     *
     * @param boxes of each map in turn, none where the image is normal, as {@link DefectBoxes} gives them
     * @throws IllegalArgumentException when there are not as many lists of boxes as maps
     */
    public static ProportionLocalised of(ScoreMaps maps, List<List<RotatedBox>> boxes) {
        if (boxes.size() != maps.count()) {
            throw new IllegalArgumentException(
                    "boxes of %d images for %d score maps".formatted(boxes.size(), maps.count()));
        }
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < maps.count(); i++) {
            if (!boxes.get(i).isEmpty()) {
                min = Math.min(min, maps.min(i));
                max = Math.max(max, maps.max(i));
            }
        }
        return measure(maps, boxes, evenlySpaced(min, max));
    }

    /** PL-percentile: as {@link #of(ScoreMaps, Masks)}, with the thresholds at percentiles of the anomalous maps' pixels. */
    public static ProportionLocalised ofPercentiles(ScoreMaps maps, Masks masks) {
        return ofPercentiles(maps, boxes(masks), PixelRanking.of(maps, masks));
    }

    static ProportionLocalised ofPercentiles(ScoreMaps maps, List<List<RotatedBox>> boxes, PixelRanking pixels) {
        double[] shares = new double[THRESHOLDS];
        Arrays.setAll(shares, i -> (i + 1) * (100.0 / (THRESHOLDS + 1)) / 100);
        return measure(maps, boxes, pixels.anomalousQuantiles(shares));
    }

    static List<List<RotatedBox>> boxes(Masks masks) {
        return IntStream.range(0, masks.count())
                .parallel()
                .mapToObj(i -> masks.anomalous(i)
                        ? DefectBoxes.ofMask(masks.height(), masks.width(), masks.mask(i))
                        : List.<RotatedBox>of())
                .toList();
    }

    private static double[] evenlySpaced(double min, double max) {
        double[] thresholds = new double[THRESHOLDS];
        double step = (max - min) / (THRESHOLDS + 1);
        Arrays.setAll(thresholds, i -> (i + 1) * step + min);
        return thresholds;
    }

    private static ProportionLocalised measure(ScoreMaps maps, List<List<RotatedBox>> boxes, double[] thresholds) {
        List<double[][]> measured = IntStream.range(0, maps.count())
                .parallel()
                .mapToObj(i -> boxes.get(i).isEmpty()
                        ? new double[0][]
                        : BoxOverlap.ious(maps.map(i), maps.height(), maps.width(), boxes.get(i), thresholds))
                .toList();
        List<Anomaly> anomalies = new ArrayList<>();
        List<double[]> ious = new ArrayList<>();
        for (int i = 0; i < maps.count(); i++) {
            for (RotatedBox box : boxes.get(i)) {
                anomalies.add(new Anomaly(i, box));
            }
            ious.addAll(Arrays.asList(measured.get(i)));
        }
        return new ProportionLocalised(thresholds, List.copyOf(anomalies), ious.toArray(double[][]::new));
    }

    /** The anomalies after merging, image by image. */
    public List<Anomaly> anomalies() {
        return anomalies;
    }

    /** A copy of the thresholds, lowest first; a pixel is predicted where its score is above. */
    public double[] thresholds() {
        return thresholds.clone();
    }

    /** Intersection over union of one anomaly at one threshold. */
    public double iou(int anomaly, int threshold) {
        return ious[anomaly][threshold];
    }

    /**
     * Proportion Localised: PL30 for a limit of 0.3.
     *
     * @param iouLimit an anomaly is localised when its intersection over union is above it, from 0 to 1
     * @throws IllegalArgumentException when the limit is outside
     */
    public Figure at(double iouLimit) {
        return at(iouLimit, image -> true);
    }

    /**
     * The share of the anomalies of some images, such as those of one defect type, that is localised at the best threshold of the
     * whole set: figures of several types then belong to one setting of the detector.
     */
    public Figure at(double iouLimit, IntPredicate images) {
        int threshold = bestThreshold(iouLimit);
        int[] chosen = IntStream.range(0, ious.length)
                .filter(a -> images.test(anomalies.get(a).image()))
                .toArray();
        long localised =
                Arrays.stream(chosen).filter(a -> ious[a][threshold] > iouLimit).count();
        return chosen.length == 0 ? Figure.undefined("no anomaly") : Figure.of((double) localised / chosen.length);
    }

    /**
     * The figure of a resample of the images at its own best of the same thresholds.
     *
     * @param multiplicity how often each image was drawn
     */
    public Figure at(double iouLimit, int[] multiplicity) {
        return at(iouLimit, Arrays.stream(multiplicity).asDoubleStream().toArray());
    }

    /**
     * The figure with a weight for each image, such as the inverse of its chance of being in the data, at the best threshold under
     * these weights.
     *
     * @param weights by image, at least as many as there are up to the last anomalous one; finite and at least 0
     */
    public Figure at(double iouLimit, double[] weights) {
        double whole = 0;
        for (Anomaly anomaly : anomalies) {
            whole += weights[anomaly.image()];
        }
        double localised = amount(iouLimit, bestThreshold(iouLimit, weights), weights);
        return whole == 0 ? Figure.undefined("no anomaly") : Figure.of(localised / whole);
    }

    /** Which anomalies are localised at the best threshold under weights as in {@link #at(double, double[])}. */
    public boolean[] localised(double iouLimit, double[] weights) {
        int threshold = bestThreshold(iouLimit, weights);
        boolean[] localised = new boolean[ious.length];
        for (int a = 0; a < ious.length; a++) {
            localised[a] = ious[a][threshold] > iouLimit;
        }
        return localised;
    }

    /** Number of anomalies localised at the best threshold. */
    public int localised(double iouLimit) {
        return (int) amount(iouLimit, bestThreshold(iouLimit), once());
    }

    /** Position of the lowest threshold that localises most anomalies. */
    public int bestThreshold(double iouLimit) {
        return bestThreshold(iouLimit, once());
    }

    private int bestThreshold(double iouLimit, double[] weights) {
        if (!(iouLimit >= 0 && iouLimit <= 1)) {
            throw new IllegalArgumentException("IoU limit is " + iouLimit + ", must be from 0 to 1");
        }
        int best = 0;
        for (int t = 1; t < thresholds.length; t++) {
            if (amount(iouLimit, t, weights) > amount(iouLimit, best, weights)) {
                best = t;
            }
        }
        return best;
    }

    /** Sum of the weights of the anomalies that a threshold localises. */
    private double amount(double iouLimit, int threshold, double[] weights) {
        double amount = 0;
        for (int a = 0; a < ious.length; a++) {
            amount += ious[a][threshold] > iouLimit ? weights[anomalies.get(a).image()] : 0;
        }
        return amount;
    }

    private double[] once() {
        double[] once = new double
                [anomalies.isEmpty() ? 0 : anomalies.get(anomalies.size() - 1).image() + 1];
        Arrays.fill(once, 1);
        return once;
    }
}
