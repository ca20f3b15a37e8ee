package io.winnow.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds for weighted figures of every data set. */
class WeightedFiguresProperties {
    private record Data(double[] scores, boolean[] anomalous) {
        static Data random(long seed, int size, int levels) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] scores = new double[size];
            boolean[] anomalous = new boolean[size];
            for (int i = 0; i < size; i++) {
                scores[i] = random.nextInt(levels) / 7.0;
                anomalous[i] = random.nextInt(3) == 0;
            }
            return new Data(scores, anomalous);
        }

        Ranking ranking() {
            return Ranking.of(scores, anomalous);
        }

        /** Each sample as often as its count says. */
        Data repeated(int[] counts) {
            int[] origins = IntStream.range(0, counts.length)
                    .flatMap(i -> IntStream.generate(() -> i).limit(counts[i]))
                    .toArray();
            boolean[] labels = new boolean[origins.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = anomalous[origins[i]];
            }
            return new Data(Arrays.stream(origins).mapToDouble(i -> scores[i]).toArray(), labels);
        }
    }

    @Property(tries = 200)
    void figures_allWeightsOne_areTheUnweightedOnesToTheLastBit(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 80) int size,
            @ForAll @IntRange(min = 1, max = 50) int levels) {
        Ranking ranking = Data.random(seed, size, levels).ranking();
        double[] ones = new double[size];
        Arrays.fill(ones, 1);

        assertThat(ranking.figures(ones)).isEqualTo(ranking.figures());
    }

    @Property(tries = 200)
    void figures_wholeWeights_areThoseOfRepeatedSamples(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll @IntRange(min = 1, max = 50) int levels) {
        Data data = Data.random(seed, size, levels);
        SplittableRandom random = new SplittableRandom(~seed);
        int[] counts = IntStream.range(0, size).map(i -> random.nextInt(4)).toArray();
        double[] weights = Arrays.stream(counts).asDoubleStream().toArray();

        RankingFigures weighted = data.ranking().figures(weights);
        RankingFigures repeated = data.repeated(counts).ranking().figures();

        assertSame(weighted.auroc(), repeated.auroc());
        assertSame(weighted.averagePrecision(), repeated.averagePrecision());
        assertSame(weighted.maxF1(), repeated.maxF1());
        assertSame(weighted.maxF1Threshold(), repeated.maxF1Threshold());
    }

    @Property(tries = 100)
    void figures_allWeightsScaled_doNotChange(
            @ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 1000) double factor) {
        Data data = Data.random(seed, 40, 30);
        double[] weights = new SplittableRandom(seed).doubles(40, 0.1, 5).toArray();
        double[] scaled = Arrays.stream(weights).map(w -> w * factor).toArray();

        RankingFigures plain = data.ranking().figures(weights);
        RankingFigures other = data.ranking().figures(scaled);

        assertSame(plain.auroc(), other.auroc());
        assertSame(plain.averagePrecision(), other.averagePrecision());
        assertSame(plain.maxF1(), other.maxF1());
    }

    @Property(tries = 100)
    void totals_wholeWeights_areThoseOfRepeatedSamples(
            @ForAll @IntRange(max = 50) int caught,
            @ForAll @IntRange(max = 50) int missed,
            @ForAll @IntRange(max = 50) int falselyRejected,
            @ForAll @IntRange(max = 50) int otherNormal) {
        VerdictTotals once = new VerdictTotals(caught, missed, falselyRejected, otherNormal);
        VerdictTotals twice = new VerdictTotals(2.0 * caught, 2.0 * missed, 2.0 * falselyRejected, 2.0 * otherNormal);

        assertSame(once.precision(), twice.precision());
        assertSame(once.recall(), twice.recall());
        assertSame(once.f1(), twice.f1());
        assertSame(once.falseRejectRate(), twice.falseRejectRate());
        once.f1().optional().ifPresent(f1 -> assertThat(f1).isBetween(0.0, 1.0));
    }

    /** Sums of the same amounts in another order may differ in the last bits. */
    private static void assertSame(Figure first, Figure second) {
        assertThat(first.optional().isPresent()).isEqualTo(second.optional().isPresent());
        if (first.optional().isPresent()) {
            assertThat(first.optional().getAsDouble())
                    .isCloseTo(second.optional().getAsDouble(), within(1e-9));
        }
    }
}
