package io.winnow.core.index;

import io.winnow.core.Progress;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Greedy k-center selection (Gonzalez 1985; PatchCore, section 3.2): starting from one candidate, always adds the one
 * farthest from all chosen so far; of equally far ones the one with the lowest index. The start belongs to the result.
 *
 * <p>The sequence is a contract that other implementations repeat bit for bit: a squared distance is the float32 sum of
 * {@code (x[j] - c[j])^2} in ascending order of {@code j}, product and sum rounded separately.
 */
public final class GreedyKCenter implements CoresetSampler {
    /** Name of the phase in progress reports. */
    public static final String PHASE = "select coreset";

    private static final int TILE_ROWS = 256;
    private static final float CHOSEN = -1;
    /** Squared differences between two reports of progress: well under a second. */
    private static final long WORK_PER_REPORT = 1L << 28;

    @Override
    public String name() {
        return "greedy k-center (Java)";
    }

    @Override
    public int[] sample(FloatMatrix candidates, int size, long seed, Progress progress) {
        requireSize(candidates, size);
        return sampleFrom(candidates, size, startFor(candidates.rows(), seed), progress);
    }

    /**
     * The selection from a given start.
     *
     * @param start index of the first chosen candidate
     */
    public int[] sampleFrom(FloatMatrix candidates, int size, int start, Progress progress) {
        requireSize(candidates, size);
        requireStart(candidates, start);
        candidates.requireFinite("coreset candidates");
        Tile[] tiles = new Tile[-Math.floorDiv(-candidates.rows(), TILE_ROWS)];
        Arrays.parallelSetAll(tiles, t -> new Tile(candidates, t * TILE_ROWS));
        long stepsPerReport = Math.max(1, WORK_PER_REPORT / candidates.rows() / candidates.columns());
        float[] center = new float[candidates.columns()];
        int[] chosen = new int[size];
        chosen[0] = start;
        for (int step = 1; step < size; step++) {
            if (step % stepsPerReport == 0) {
                progress.advance(PHASE, step, size);
            }
            int latest = chosen[step - 1];
            candidates.row(latest, center);
            tiles[latest / TILE_ROWS].choose(latest);
            IntStream.range(0, tiles.length).parallel().forEach(t -> tiles[t].update(center));
            chosen[step] = farthest(tiles);
        }
        progress.advance(PHASE, size, size);
        return chosen;
    }

    /** The start that a seed stands for, the same in every implementation. */
    public static int startFor(int candidates, long seed) {
        return new Random(seed).nextInt(candidates);
    }

    /**
     * Checks the number to choose.
     *
     * @throws IllegalArgumentException unless {@code 1 <= size <= candidates.rows()}
     */
    public static void requireSize(FloatMatrix candidates, int size) {
        if (size < 1 || size > candidates.rows()) {
            throw new IllegalArgumentException("coreset size = %d must be at least 1 and at most %d, the candidates"
                    .formatted(size, candidates.rows()));
        }
    }

    /**
     * Checks the index of the first chosen candidate.
     *
     * @throws IllegalArgumentException unless {@code 0 <= start < candidates.rows()}
     */
    public static void requireStart(FloatMatrix candidates, int start) {
        if (start < 0 || start >= candidates.rows()) {
            throw new IllegalArgumentException("coreset start = %d must be at least 0 and below %d, the candidates"
                    .formatted(start, candidates.rows()));
        }
    }

    private static int farthest(Tile[] tiles) {
        @Nullable Tile best = null;
        for (Tile tile : tiles) {
            if (best == null || tile.farthestSquaredDistance > best.farthestSquaredDistance) {
                best = tile;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no candidates");
        }
        return best.farthest;
    }

    /** Some candidates with their squared distances to the nearest chosen one; touched by one thread at a time. */
    private static final class Tile {
        private final int first;
        private final DimensionMajorTile vectors;
        private final float[] nearest;
        private final float[] sums = new float[TILE_ROWS];
        private int farthest;
        private float farthestSquaredDistance;

        Tile(FloatMatrix candidates, int first) {
            this.first = first;
            int rows = Math.min(TILE_ROWS, candidates.rows() - first);
            vectors = new DimensionMajorTile(candidates.columns(), rows);
            vectors.load(candidates, first, rows);
            nearest = new float[rows];
            Arrays.fill(nearest, Float.POSITIVE_INFINITY);
        }

        void choose(int index) {
            nearest[index - first] = CHOSEN;
        }

        void update(float[] center) {
            Arrays.fill(sums, 0);
            vectors.addSquaredDifferences(center, 0, center.length, sums);
            farthestSquaredDistance = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < nearest.length; i++) {
                nearest[i] = Math.min(nearest[i], sums[i]);
            }
            for (int i = 0; i < nearest.length; i++) {
                if (nearest[i] > farthestSquaredDistance) {
                    farthestSquaredDistance = nearest[i];
                    farthest = first + i;
                }
            }
        }
    }
}
