package io.winnow.core.model;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.Detection;
import io.winnow.core.detector.PatchSelection;
import io.winnow.core.evaluation.ConformalThreshold;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.inspection.RegionLocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Fits a detector and scores normal images that it was not fitted on. A random share of the images is held out of the memory bank
 * (split conformal prediction: Vovk, Gammerman and Shafer 2005) where that share is enough for the wanted false-reject rate;
 * otherwise every image is left out in turn, which promises nothing but needs no image twice. Thread-safe.
 */
public final class Calibrator {
    /**
     * A detector with its calibration; whoever receives it closes the detector.
     *
     * @param heldOut positions of the images that are not in the detector's memory bank, ascending; empty where none was held out
     */
    public record Calibrated<D extends AnomalyDetector>(D detector, Calibration calibration, List<Integer> heldOut) {
        public Calibrated {
            heldOut = List.copyOf(heldOut);
        }
    }

    /** Fits a detector on chosen patches of some images. */
    @FunctionalInterface
    public interface Fit<D extends AnomalyDetector> {
        D on(PoolEmbeddings images, PatchSelection selection, long seed, Progress progress);
    }

    private final RegionLocator locator;

    public Calibrator(RegionLocator locator) {
        this.locator = locator;
    }

    /**
     * Fits and calibrates.
     *
     * @param images normal as far as is known: what refinement kept
     * @param selection of their patches
     * @param plan says how many images are held out, for which rate, and with which seed
     */
    public <D extends AnomalyDetector> Calibrated<D> fit(
            PoolEmbeddings images,
            PatchSelection selection,
            RefitPlan plan,
            Fit<D> fit,
            Progress fitting,
            Progress calibrating) {
        return fit(images, selection, Set.of(), plan, fit, fitting, calibrating);
    }

    /**
     * Fits and calibrates.
     *
     * @param doubtful positions of images that somebody says are not normal all over, so that their scores say nothing of normal
     *     images; they are fitted on as far as the selection goes
     */
    public <D extends AnomalyDetector> Calibrated<D> fit(
            PoolEmbeddings images,
            PatchSelection selection,
            Set<Integer> doubtful,
            RefitPlan plan,
            Fit<D> fit,
            Progress fitting,
            Progress calibrating) {
        int[] heldOut = without(doubtful, heldOut(images.size(), plan), plan);
        if (heldOut.length == 0) {
            D detector = fit.on(images, selection, plan.seed(), fitting);
            return closing(
                    detector,
                    () -> new Calibrated<>(detector, leaveOneOut(detector, images, doubtful, calibrating), List.of()));
        }
        int[] fitted = others(images.size(), heldOut);
        D detector = fit.on(images.subset(fitted), selection.subset(fitted), plan.seed(), fitting);
        return closing(
                detector,
                () -> new Calibrated<>(
                        detector,
                        split(detector, images.subset(heldOut), calibrating),
                        Arrays.stream(heldOut).boxed().toList()));
    }

    private static int[] without(Set<Integer> doubtful, int[] heldOut, RefitPlan plan) {
        int[] left = Arrays.stream(heldOut)
                .filter(image -> !doubtful.contains(image))
                .toArray();
        return left.length < ConformalThreshold.normalsNeeded(plan.falseRejectRate()) ? new int[0] : left;
    }

    private interface Work<T> {
        T run();
    }

    private static <T> T closing(AnomalyDetector detector, Work<T> work) {
        try {
            return work.run();
        } catch (RuntimeException e) {
            detector.close();
            throw e;
        }
    }

    /**
     * The images that are held out of the memory bank: a random share, the same for the same seed; none where the share would be too
     * small for the wanted false-reject rate.
     */
    static int[] heldOut(int images, RefitPlan plan) {
        int count = (int) Math.round(images * plan.calibrationShare());
        if (count < ConformalThreshold.normalsNeeded(plan.falseRejectRate()) || count > images - 1) {
            return new int[0];
        }
        int[] order = IntStream.range(0, images).toArray();
        SplittableRandom random = new SplittableRandom(plan.seed());
        for (int i = 0; i < count; i++) {
            int chosen = random.nextInt(i, images);
            int swapped = order[i];
            order[i] = order[chosen];
            order[chosen] = swapped;
        }
        int[] heldOut = Arrays.copyOf(order, count);
        Arrays.sort(heldOut);
        return heldOut;
    }

    private static int[] others(int images, int[] without) {
        return IntStream.range(0, images)
                .filter(image -> Arrays.binarySearch(without, image) < 0)
                .toArray();
    }

    private Calibration split(AnomalyDetector detector, PoolEmbeddings heldOut, Progress progress) {
        List<Detection> detections = new ArrayList<>();
        for (int image = 0; image < heldOut.size(); image++) {
            progress.advance("calibrate threshold", image, heldOut.size());
            detections.add(detector.detect(heldOut.patches(image)));
        }
        return calibration(Calibration.Method.SPLIT, detections);
    }

    private Calibration leaveOneOut(
            AnomalyDetector detector, PoolEmbeddings images, Set<Integer> doubtful, Progress progress) {
        boolean noneElse = doubtful.size() == images.size();
        List<Detection> detections = new ArrayList<>();
        for (int image = 0; image < images.size(); image++) {
            progress.advance("calibrate threshold", image, images.size());
            if (doubtful.contains(image) && !noneElse) {
                continue;
            }
            detections.add(detector.detectLeavingOut(images.patches(image), image));
        }
        return calibration(Calibration.Method.LEAVE_ONE_OUT, detections);
    }

    private Calibration calibration(Calibration.Method method, List<Detection> detections) {
        return new Calibration(
                method,
                detections.stream().map(Detection::score).toList(),
                detections.stream().map(each -> locator.peak(each.map())).toList());
    }
}
