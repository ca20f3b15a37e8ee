package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.detector.PatchSelection;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Keeps every image but drops its suspicious patches, and trusts the others by how ordinary they are: SoftPatch (Jiang et al.,
 * NeurIPS 2022, sections 3.2 and 3.3), which is the SROC paper's future work. A patch is compared with the patches of all images
 * at the same place: its local outlier factor decides whether it goes and is its weight where it stays.
 *
 * <p>The plan's ratio is the share of patches to drop; 15 % as in SoftPatch where the plan has none. An image's score is its
 * highest factor. Reads the pool several times where it is larger than 256 MB; time grows with the square of the images.
 * Departure: factors are not divided by their mean, as only ratios matter. Thread-safe.
 */
public final class PatchRefiner implements Refiner {
    /** Neighbours for the local outlier factor: SoftPatch, section 4.1. */
    public static final int DEFAULT_NEIGHBOURS = 6;
    /** Share of patches dropped: SoftPatch, section 4.1. */
    public static final double DEFAULT_SHARE = 0.15;

    private static final long BLOCK_BYTES = 1L << 28;
    private static final int MINIMUM_POOL = 3;

    private final int neighbours;

    /** @param neighbours for the local outlier factor; fewer where the pool is smaller */
    public PatchRefiner(int neighbours) {
        if (neighbours < 1) {
            throw new IllegalArgumentException(
                    "patch refinement neighbours = %d must be at least 1".formatted(neighbours));
        }
        this.neighbours = neighbours;
    }

    @Override
    public String name() {
        return "patches";
    }

    @Override
    public Refinement refine(PoolEmbeddings pool, RefinementPlan plan, Progress progress) {
        NameOrder order = NameOrder.of(pool);
        double share = plan.ratio().orElse(DEFAULT_SHARE);
        if (share == 0) {
            return Refinement.unchanged(pool.size());
        }
        if (pool.size() < MINIMUM_POOL) {
            throw new IllegalArgumentException("pool holds %d images, refinement by patches needs at least %d"
                    .formatted(pool.size(), MINIMUM_POOL));
        }
        float[][] ordered = factors(order.pool(), progress);
        float[][] factors = new float[ordered.length][];
        double[] scores = new double[ordered.length];
        for (int image = 0; image < ordered.length; image++) {
            factors[order.original(image)] = ordered[image];
            scores[order.original(image)] = highest(ordered[image]);
        }
        SuspiciousPatches suspicious = new SuspiciousPatches(factors, share);
        List<Integer> all = IntStream.range(0, pool.size()).boxed().toList();
        return new Refinement(
                all,
                List.of(),
                Arrays.stream(scores).boxed().toList(),
                new ByFactor(factors, suspicious),
                suspicious.ledger(all, 1),
                Optional.empty(),
                List.of());
    }

    private static double highest(float[] values) {
        double highest = 0;
        for (float value : values) {
            highest = Math.max(highest, value);
        }
        return highest;
    }

    /** Local outlier factors, {@code [image][patch]}. */
    private float[][] factors(PoolEmbeddings pool, Progress progress) {
        PatchEmbeddings first = pool.patches(0);
        int patches = first.patches();
        long bytesAPosition = (long) pool.size() * first.dimension() * Float.BYTES;
        int block = (int) Math.max(1, Math.min(patches, BLOCK_BYTES / bytesAPosition));
        int k = Math.min(neighbours, pool.size() - 1);
        float[][] factors = new float[pool.size()][patches];
        for (int from = 0; from < patches; from += block) {
            int start = from;
            int count = Math.min(block, patches - from);
            progress.advance("compare patches", from, patches);
            float[][][] points = gather(pool, from, count, first.dimension());
            IntStream.range(0, count).parallel().forEach(position -> {
                double[] own = LocalOutlierFactor.of(points[position], k);
                for (int image = 0; image < own.length; image++) {
                    factors[image][start + position] = (float) own[image];
                }
            });
        }
        progress.advance("compare patches", patches, patches);
        return factors;
    }

    /** {@code [position][image][dimension]}. */
    private static float[][][] gather(PoolEmbeddings pool, int from, int count, int dimension) {
        float[][][] points = new float[count][pool.size()][dimension];
        for (int image = 0; image < pool.size(); image++) {
            PatchEmbeddings patches = pool.patches(image);
            for (int position = 0; position < count; position++) {
                patches.vectors().row(from + position, points[position][image]);
            }
        }
        return points;
    }

    /** Drops by factor, and weighs what stays by it. */
    private record ByFactor(float[][] factors, SuspiciousPatches suspicious) implements PatchSelection {
        @Override
        public boolean keeps(int image, int patch) {
            return suspicious.keeps(image, patch);
        }

        @Override
        public boolean weighted() {
            return true;
        }

        @Override
        public float weight(int image, int patch) {
            return Math.max(factors[image][patch], Float.MIN_NORMAL);
        }
    }
}
