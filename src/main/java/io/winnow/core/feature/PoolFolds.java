package io.winnow.core.feature;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** A seeded split of a pool's images into parts of nearly equal size. Immutable and thread-safe. */
public final class PoolFolds {
    private final int[][] parts;

    private PoolFolds(int[][] parts) {
        this.parts = parts;
    }

    /**
     * Splits a pool.
     *
     * @param images number of images
     * @param count number of parts, at least 1, at most {@code images}
     */
    public static PoolFolds of(int images, int count, long seed) {
        if (count < 1 || count > images) {
            throw new IllegalArgumentException(
                    "%d images cannot be split into %d parts, each needs at least 1".formatted(images, count));
        }
        int[] shuffled = new int[images];
        Random random = new Random(seed);
        for (int image = 0; image < images; image++) {
            int other = random.nextInt(image + 1);
            shuffled[image] = shuffled[other];
            shuffled[other] = image;
        }
        int[][] parts = new int[count][];
        for (int part = 0; part < count; part++) {
            int from = (int) ((long) images * part / count);
            int to = (int) ((long) images * (part + 1) / count);
            parts[part] = Arrays.stream(shuffled, from, to).sorted().toArray();
        }
        return new PoolFolds(parts);
    }

    /** Number of parts. */
    public int count() {
        return parts.length;
    }

    /** Images of a part, ascending. */
    public int[] part(int part) {
        return parts[part].clone();
    }

    /** Images of all other parts, ascending. */
    public int[] rest(int part) {
        return IntStream.range(0, parts.length)
                .filter(other -> other != part)
                .flatMap(other -> Arrays.stream(parts[other]))
                .sorted()
                .toArray();
    }
}
