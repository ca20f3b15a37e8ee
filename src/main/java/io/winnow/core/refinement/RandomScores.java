package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.feature.PoolEmbeddings;
import java.util.Random;

/** Draws lots: the baseline of the SROC paper, section 4. */
public final class RandomScores implements PoolScorer {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public int minimumPoolSize() {
        return 1;
    }

    @Override
    public double[] score(PoolEmbeddings pool, long seed, Progress progress) {
        return new Random(seed).doubles(pool.size()).toArray();
    }

    @Override
    public LedgerEntry.Reason reason() {
        return LedgerEntry.Reason.DRAWN_AT_RANDOM;
    }
}
