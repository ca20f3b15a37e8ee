package io.winnow.core.inspection;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.detector.AnomalyMapUpsampler;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionFinder;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.ScoredRegion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds where an anomaly map is high after bilinear upsampling and Gaussian smoothing. Works at a few cells a patch instead of at
 * the input's resolution: a box needs no more, and it runs for every rejected frame. Thread-safe.
 */
public final class RegionLocator {
    /** Cells a patch has in each direction. */
    private static final int CELLS_PER_PATCH = 4;

    /** PatchCore smooths with 4 pixels at a patch of 8 pixels: half a patch. */
    private static final double SIGMA_CELLS = CELLS_PER_PATCH / 2.0;

    /** By the size that they make: a line's maps are all of a few sizes, and working out the smoothing costs as much as doing it. */
    private final Map<ImageSize, AnomalyMapUpsampler> upsamplers = new ConcurrentHashMap<>();

    /** The highest smoothed score of a map: what {@link #locate} compares with its threshold. */
    public double peak(AnomalyMap map) {
        float peak = Float.NEGATIVE_INFINITY;
        for (float score : smooth(map)) {
            peak = Math.max(peak, score);
        }
        return peak;
    }

    /**
     * The connected regions whose smoothed score is above a threshold, highest score first.
     *
     * @param looked the part of the image that the map covers
     */
    public List<ScoredRegion> locate(AnomalyMap map, double threshold, RegionOfInterest looked) {
        return RegionFinder.find(smooth(map), size(map), looked, threshold);
    }

    /** Size of what {@link #smooth} gives. */
    public ImageSize size(AnomalyMap map) {
        return new ImageSize(map.height() * CELLS_PER_PATCH, map.width() * CELLS_PER_PATCH);
    }

    /** The smoothed map, {@code [size.height, size.width]}. */
    public float[] smooth(AnomalyMap map) {
        return upsamplers
                .computeIfAbsent(
                        size(map), size -> new AnomalyMapUpsampler(map.height(), map.width(), size, SIGMA_CELLS))
                .upsample(map);
    }
}
