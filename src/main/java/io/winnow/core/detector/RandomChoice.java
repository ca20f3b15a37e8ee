package io.winnow.core.detector;

import java.util.Arrays;
import java.util.Random;

/** A seeded choice without replacement. */
final class RandomChoice {
    private RandomChoice() {}

    /** {@code count} of the values, or all where there are not more, ascending. */
    static int[] sorted(int[] values, int count, long seed) {
        int[] shuffled = values.clone();
        Random random = new Random(seed);
        int taken = Math.min(count, shuffled.length);
        for (int i = 0; i < taken; i++) {
            int other = i + random.nextInt(shuffled.length - i);
            int value = shuffled[other];
            shuffled[other] = shuffled[i];
            shuffled[i] = value;
        }
        int[] chosen = Arrays.copyOf(shuffled, taken);
        Arrays.sort(chosen);
        return chosen;
    }
}
