package io.winnow.core.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All pixels of a test set by score, highest first, sorted once and walked by every pixel-level figure. A normal pixel knows its
 * image, a defect pixel its region. Immutable and thread-safe; the result does not depend on the number of threads.
 */
public final class PixelRanking {
    private final PixelSort sort;
    private final long[] sorted;
    private final int images;
    private final boolean[] anomalous;
    /** Image of each region. */
    private final int[] regionImages;
    /** Number of pixels of each region. */
    private final int[] regionSizes;

    private PixelRanking(PixelSort sort, boolean[] anomalous, int[] regionImages, int[] regionSizes) {
        this.sort = sort;
        this.sorted = sort.sorted();
        this.images = anomalous.length;
        this.anomalous = anomalous;
        this.regionImages = regionImages;
        this.regionSizes = regionSizes;
    }

    /**
     * Ranks the pixels, on all processors.
     *
     * @throws IllegalArgumentException when the shapes differ or there are more pixels than an array holds
     */
    public static PixelRanking of(ScoreMaps maps, Masks masks) {
        return of(maps, masks, Runtime.getRuntime().availableProcessors());
    }

    /** Ranks the pixels, the images divided into this many stretches for the threads. */
    static PixelRanking of(ScoreMaps maps, Masks masks, int stretches) {
        Shapes.requireSame(maps, masks);
        if ((long) maps.height() * maps.width() * maps.count() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "%d maps of %dx%d have more than %d pixels, the most that are ranked at once"
                            .formatted(maps.count(), maps.height(), maps.width(), Integer.MAX_VALUE - 8));
        }
        @Nullable Components[] regions = new Components[maps.count()];
        IntStream.range(0, maps.count())
                .parallel()
                .filter(masks::anomalous)
                .forEach(i -> regions[i] = Components.of(masks.mask(i), maps.height(), maps.width()));
        int[] firstRegion = new int[maps.count()];
        List<Integer> images = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < regions.length; i++) {
            firstRegion[i] = sizes.size();
            Components components = regions[i];
            for (int size : components == null ? new int[0] : components.sizes()) {
                images.add(i);
                sizes.add(size);
            }
        }
        return new PixelRanking(
                new PixelSort(maps, regions, firstRegion, stretches),
                masks.labels(),
                images.stream().mapToInt(Integer::intValue).toArray(),
                sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Number of images. */
    public int images() {
        return images;
    }

    /** Number of regions in all masks. */
    public int regions() {
        return regionSizes.length;
    }

    /** Number of pixels in all images. */
    public long pixels() {
        return sorted.length;
    }

    /** Number of defect pixels in all images. */
    public long defectPixels() {
        return Arrays.stream(regionSizes).asLongStream().sum();
    }

    /** Whether each image is anomalous. */
    public boolean[] labels() {
        return anomalous.clone();
    }

    /** AUROC, average precision and best F1 over pixels. */
    public RankingFigures figures() {
        return figures(once());
    }

    /**
     * The same of a resample of the images.
     *
     * @param multiplicity how often each image was drawn
     */
    public RankingFigures figures(int[] multiplicity) {
        Cursor cursor = cursor(multiplicity);
        RankingSweep sweep = new RankingSweep(cursor.positives, cursor.negatives);
        while (cursor.next()) {
            sweep.lower(cursor.threshold(), cursor.morePositives, cursor.moreNegatives);
        }
        return sweep.figures("pixel");
    }

    /** A walk from the highest score down, every image counted as often as it was drawn. */
    Cursor cursor(int[] multiplicity) {
        if (multiplicity.length != images) {
            throw new IllegalArgumentException(
                    "%d multiplicities for %d images".formatted(multiplicity.length, images));
        }
        return new Cursor(multiplicity);
    }

    /** Every image once. */
    int[] once() {
        int[] once = new int[images];
        Arrays.fill(once, 1);
        return once;
    }

    /**
     * Scores below which given shares of the anomalous images' pixels lie, interpolated linearly between neighbours.
     *
     * @param shares from 0 to 1
     * @return zeros where no image is anomalous
     */
    double[] anomalousQuantiles(double[] shares) {
        long count = 0;
        for (boolean each : anomalous) {
            count += each ? sorted.length / images : 0;
        }
        double[] quantiles = new double[shares.length];
        for (int s = 0; s < shares.length && count > 0; s++) {
            double position = shares[s] * (count - 1);
            long below = (long) Math.floor(position);
            double low = anomalousScore(count - 1 - below);
            double high = anomalousScore(Math.max(0, count - 2 - below));
            double part = position - below;
            // From the nearer neighbour, as the reference does: the last bit decides on which side a score lies.
            quantiles[s] = part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
        }
        return quantiles;
    }

    /** The score of the anomalous images' pixel with this rank, 0 for the highest. */
    private double anomalousScore(long rank) {
        long left = rank;
        int bucket = 0;
        while (left >= sort.anomalousPixels()[bucket]) {
            left -= sort.anomalousPixels()[bucket];
            bucket++;
        }
        int at = sort.bucketStarts()[bucket] - 1;
        for (; left >= 0; left--) {
            at++;
            while (PixelSort.tag(sorted[at]) >= 0 && !anomalous[PixelSort.tag(sorted[at])]) {
                at++;
            }
        }
        return sort.score(sorted[at]);
    }

    /** Lowers a threshold from distinct score to distinct score and tells what it newly reaches. Not thread-safe. */
    final class Cursor {
        /** Defect pixels altogether. */
        final long positives;
        /** Normal pixels altogether. */
        final long negatives;
        /** Regions altogether. */
        final long regions;
        /** Defect pixels newly reached. */
        long morePositives;
        /** Normal pixels newly reached. */
        long moreNegatives;
        /** Sum over regions of the share of their pixels newly reached. */
        double moreOverlap;

        private final int[] imageWeights;
        private final int[] regionWeights = new int[regionSizes.length];
        private final double[] overlaps = new double[regionSizes.length];
        private int at;
        private long current;

        private Cursor(int[] multiplicity) {
            imageWeights = multiplicity;
            long defects = 0;
            long counted = 0;
            for (int r = 0; r < regionSizes.length; r++) {
                int weight = multiplicity[regionImages[r]];
                regionWeights[r] = weight;
                overlaps[r] = (double) weight / regionSizes[r];
                defects += (long) weight * regionSizes[r];
                counted += weight;
            }
            positives = defects;
            regions = counted;
            long all = 0;
            for (int weight : multiplicity) {
                all += (long) weight * (sorted.length / images);
            }
            negatives = all - defects;
        }

        /** Goes on to the next distinct score; false when there is none. */
        boolean next() {
            if (at == sorted.length) {
                return false;
            }
            long moreNormal = 0;
            long moreDefect = 0;
            double overlap = 0;
            current = sorted[at];
            long pixel = current;
            do {
                int tag = PixelSort.tag(pixel);
                if (tag >= 0) {
                    moreNormal += imageWeights[tag];
                } else {
                    moreDefect += regionWeights[~tag];
                    overlap += overlaps[~tag];
                }
                at++;
                if (at == sorted.length) {
                    break;
                }
                pixel = sorted[at];
            } while ((pixel ^ current) >>> 32 == 0);
            moreNegatives = moreNormal;
            morePositives = moreDefect;
            moreOverlap = overlap;
            return true;
        }

        double threshold() {
            return sort.score(current);
        }
    }
}
