package io.winnow.core.index;

import io.winnow.core.Progress;
import java.util.Arrays;
import java.util.Random;

/** Uniform choice without replacement: the baseline, and the quick way. */
public final class RandomSampler implements CoresetSampler {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public int[] sample(FloatMatrix candidates, int size, long seed, Progress progress) {
        GreedyKCenter.requireSize(candidates, size);
        int[] indices = new int[candidates.rows()];
        Arrays.setAll(indices, i -> i);
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            int other = i + random.nextInt(indices.length - i);
            int chosen = indices[other];
            indices[other] = indices[i];
            indices[i] = chosen;
        }
        progress.advance(GreedyKCenter.PHASE, size, size);
        return Arrays.copyOf(indices, size);
    }
}
