package io.winnow.core.refinement;

import io.winnow.core.refinement.RefinementPlan.Audit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Estimates from anomaly scores alone how much of a pool is defective.
 *
 * <ol>
 *   <li>The logarithms of the normal images' scores are taken as Gaussian. Its mean and deviation come from the 10 % quantile
 *       and the median of the lower scores, where defects hardly reach: robust against the tail that is looked for.
 *   <li>More scores above the Gaussian's 99 % quantile than 1 % are defects: Storey's (2002) estimate of the share of false null
 *       hypotheses. As the quantiles themselves depend on the share, both are repeated until they agree.
 *   <li>Of several scorers' estimates the median counts: one may be blind to the defects, and one may have a long tail without
 *       any.
 *   <li>Of several rounds of refinement the mean counts: before anything is set aside defects vouch for each other and the
 *       estimate is too low, afterwards what was set aside wrongly scores high and it is too high.
 *   <li>A seeded bootstrap over the images gives the interval. Where an operator has looked at a random sample, the bootstrap's
 *       distribution is multiplied by the binomial likelihood of what was found.
 * </ol>
 *
 * <p>Defects that score like normals stay invisible, so that without an audit this is rather too low than too high.
 */
final class PollutionEstimator {
    private static final int RESAMPLES = 200;
    private static final int MAXIMUM_ROUNDS = 50;
    private static final double LOW_QUANTILE = 0.1;
    /** Standard normal quantiles of 10 % and 99 %. */
    private static final double LOW_DEVIATE = -1.2815515655446004;

    private static final double TAIL_DEVIATE = 2.3263478740408408;
    private static final double TAIL = 0.01;
    /** More pollution than this and the pool's majority no longer defines what is normal. */
    private static final double MAXIMUM = 0.5;
    /** Deviation of the kernel by which the bootstrap's estimates become a density: the method is not more exact than this. */
    private static final double BANDWIDTH = 0.02;

    private static final int GRID = 500;

    private PollutionEstimator() {}

    /** Estimates from the scores that each round's scorers gave to the same images, {@code [round][scorer][image]}. */
    static PollutionEstimate estimate(List<List<double[]>> rounds, Optional<Audit> audit, long seed) {
        int images = rounds.get(0).get(0).length;
        double[] shares = new double[RESAMPLES];
        Random random = new Random(seed);
        for (int resample = 0; resample < RESAMPLES; resample++) {
            int[] drawn = random.ints(images, 0, images).toArray();
            shares[resample] = rounds.stream()
                    .mapToDouble(scorers -> medianTail(scorers, drawn))
                    .average()
                    .orElseThrow();
        }
        return summary(density(shares, audit));
    }

    private static double medianTail(List<double[]> scorers, int[] drawn) {
        double[] tails = scorers.stream()
                .mapToDouble(scores -> tail(Arrays.stream(drawn)
                        .mapToDouble(image -> scores[image])
                        .sorted()
                        .toArray()))
                .sorted()
                .toArray();
        return quantile(tails, 0.5);
    }

    /** Share of scores beyond what the lower ones promise. */
    private static double tail(double[] sorted) {
        double[] values = sorted[0] > 0 ? Arrays.stream(sorted).map(Math::log).toArray() : sorted;
        double share = 0;
        for (int round = 0; round < MAXIMUM_ROUNDS; round++) {
            double median = quantile(values, 0.5 * (1 - share));
            double deviation = (median - quantile(values, LOW_QUANTILE * (1 - share))) / -LOW_DEVIATE;
            double limit = median + TAIL_DEVIATE * deviation;
            long above = Arrays.stream(values).filter(value -> value > limit).count();
            double next = Math.max(0, ((double) above / values.length - TAIL) / (1 - TAIL));
            if (Math.abs(next - share) < 0.5 / values.length) {
                break;
            }
            // Halfway, as the full step can swing to and fro between two shares.
            share = Math.min(MAXIMUM, (share + next) / 2);
        }
        return share;
    }

    private static double quantile(double[] sorted, double probability) {
        double position = probability * (sorted.length - 1);
        int lower = (int) position;
        int upper = Math.min(lower + 1, sorted.length - 1);
        return sorted[lower] + (position - lower) * (sorted[upper] - sorted[lower]);
    }

    /** Density over shares {@code (i + 0.5) / GRID * MAXIMUM}, up to a factor. */
    private static double[] density(double[] shares, Optional<Audit> audit) {
        double[] logDensity = new double[GRID];
        for (int i = 0; i < GRID; i++) {
            double share = share(i);
            double kernel = 0;
            for (double estimate : shares) {
                double deviate = (share - estimate) / BANDWIDTH;
                kernel += Math.exp(-deviate * deviate / 2);
            }
            logDensity[i] = Math.log(kernel + Double.MIN_NORMAL);
            if (audit.isPresent()) {
                Audit found = audit.get();
                logDensity[i] += found.defective() * Math.log(share)
                        + (found.inspected() - found.defective()) * Math.log1p(-share);
            }
        }
        double highest = Arrays.stream(logDensity).max().orElseThrow();
        return Arrays.stream(logDensity).map(value -> Math.exp(value - highest)).toArray();
    }

    private static double share(int cell) {
        return (cell + 0.5) / GRID * MAXIMUM;
    }

    private static PollutionEstimate summary(double[] density) {
        return new PollutionEstimate(credible(density, 0.5), credible(density, 0.025), credible(density, 0.975));
    }

    private static double credible(double[] density, double probability) {
        double total = Arrays.stream(density).sum();
        double sum = 0;
        int cell = 0;
        while (cell < GRID - 1 && sum + density[cell] < probability * total) {
            sum += density[cell++];
        }
        return share(cell);
    }
}
