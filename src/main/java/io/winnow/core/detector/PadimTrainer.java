package io.winnow.core.detector;

import io.winnow.core.Progress;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import java.util.stream.IntStream;

/**
 * Fits PaDiM with Ledoit-Wolf shrinkage at each position (SROC paper, section 3.1) on a random choice of channels (PaDiM
 * random dimension reduction). Reads the pool twice; memory grows with positions and the square of the channels, not with the pool.
 * Weights of a selection do not matter. Thread-safe.
 */
public final class PadimTrainer implements DetectorTrainer {
    /** Channels kept by default, as PaDiM does for ResNet-18. */
    public static final int DEFAULT_CHANNELS = 100;

    private static final long DEFAULT_MAXIMUM_BYTES = 1L << 30;

    private final int channels;
    private final long maximumBytes;

    /** One that keeps 100 channels and takes at most 1 GiB. */
    public PadimTrainer() {
        this(DEFAULT_CHANNELS, DEFAULT_MAXIMUM_BYTES);
    }

    /**
     * @param channels number of channels to keep, chosen at random; all where there are not more
     * @param maximumBytes memory that the Gaussians may take
     */
    public PadimTrainer(int channels, long maximumBytes) {
        if (channels < 1 || maximumBytes < 1) {
            throw new IllegalArgumentException(
                    "padim channels = %d and maximum bytes = %d must be at least 1".formatted(channels, maximumBytes));
        }
        this.channels = channels;
        this.maximumBytes = maximumBytes;
    }

    @Override
    public String name() {
        return "padim";
    }

    @Override
    public AnomalyDetector fit(PoolEmbeddings pool, long seed, Progress progress) {
        return fit(pool, PatchSelection.ALL, seed, progress);
    }

    @Override
    public AnomalyDetector fit(PoolEmbeddings pool, PatchSelection selection, long seed, Progress progress) {
        FeatureShape shape = FeatureShape.of(pool);
        int[] kept = RandomChoice.sorted(IntStream.range(0, shape.dimension()).toArray(), channels, seed);
        requireMemory(shape, kept.length);
        Choice chosen = new Choice(selection, pool.size(), shape.patches());
        double[][] means = means(pool, shape, kept, chosen, progress);
        LedoitWolfGaussian.Builder[] builders = new LedoitWolfGaussian.Builder[means.length];
        for (int position = 0; position < means.length; position++) {
            builders[position] = new LedoitWolfGaussian.Builder(means[position]);
        }
        for (int image = 0; image < pool.size(); image++) {
            progress.advance("fit Gaussians", image, pool.size());
            PatchEmbeddings patches = pool.patches(image);
            int current = image;
            IntStream.range(0, builders.length)
                    .parallel()
                    .filter(position -> chosen.takes(current, position))
                    .forEach(position -> {
                        double[] row = new double[kept.length];
                        Padim.gather(patches, position, kept, row);
                        builders[position].add(row);
                    });
        }
        LedoitWolfGaussian[] positions = new LedoitWolfGaussian[builders.length];
        IntStream.range(0, builders.length)
                .parallel()
                .forEach(position -> positions[position] = builders[position].build());
        return new Padim(shape, pool.size(), kept, chosen, positions);
    }

    private void requireMemory(FeatureShape shape, int dimension) {
        long needed = shape.patches() * LedoitWolfGaussian.Builder.bytes(dimension);
        if (needed > maximumBytes) {
            throw new IllegalArgumentException(
                    "padim needs %d bytes for %d positions and %d channels, limit is %d; keep fewer channels"
                            .formatted(needed, shape.patches(), dimension, maximumBytes));
        }
    }

    private static double[][] means(
            PoolEmbeddings pool, FeatureShape shape, int[] kept, Choice chosen, Progress progress) {
        double[][] means = new double[shape.patches()][kept.length];
        double[] row = new double[kept.length];
        for (int image = 0; image < pool.size(); image++) {
            progress.advance("average positions", image, pool.size());
            PatchEmbeddings patches = shape.require(pool.patches(image));
            for (int position = 0; position < means.length; position++) {
                if (chosen.takes(image, position)) {
                    Padim.gather(patches, position, kept, row);
                    for (int c = 0; c < row.length; c++) {
                        means[position][c] += row[c] / chosen.count(position);
                    }
                }
            }
        }
        return means;
    }

    /** The images that each position's Gaussian is of: those whose patch stays, or all where none does. */
    static final class Choice {
        private final PatchSelection selection;
        private final int images;
        private final int[] counts;

        Choice(PatchSelection selection, int images, int positions) {
            this.selection = selection;
            this.images = images;
            this.counts = IntStream.range(0, positions)
                    .map(position -> (int) IntStream.range(0, images)
                            .filter(image -> selection.keeps(image, position))
                            .count())
                    .toArray();
        }

        boolean takes(int image, int position) {
            return counts[position] == 0 || selection.keeps(image, position);
        }

        int count(int position) {
            return counts[position] == 0 ? images : counts[position];
        }
    }
}
