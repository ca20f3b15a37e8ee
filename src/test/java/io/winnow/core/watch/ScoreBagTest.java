package io.winnow.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreBagTest {
    /** Chi-squared with 9 degrees of freedom lies below 34 with probability 0.9999. */
    @Test
    void take_exchangeableValuesWithTies_givesUniformIndependentPValues_beyondTheBagsSizeToo() {
        Random random = new Random(11);
        ScoreBag bag = new ScoreBag(1);
        int[] counts = new int[10];
        int[] pairs = new int[4];
        double before = 0.5;
        int values = 20_000;
        for (int i = 0; i < values; i++) {
            double p = bag.take(Math.rint(3 * random.nextGaussian()));
            counts[(int) Math.min(9, 10 * p)]++;
            pairs[(before < 0.5 ? 0 : 2) + (p < 0.5 ? 0 : 1)]++;
            before = p;
        }
        assertThat(bag.seen()).isEqualTo(values);
        assertThat(chiSquared(counts, values)).isLessThan(34);
        assertThat(chiSquared(pairs, values)).isLessThan(22);
    }

    private static double chiSquared(int[] counts, int all) {
        double expected = (double) all / counts.length;
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }

    @Test
    void take_highestSoFar_hasASmallPValue() {
        ScoreBag bag = new ScoreBag(1);
        for (int i = 0; i < 99; i++) {
            bag.take(i);
        }
        assertThat(bag.take(1000)).isBetween(0.0, 0.01);
        assertThat(bag.values()).isSorted().hasSize(100);
    }
}
