package io.winnow.core.review;

import java.util.SplittableRandom;

/** Random numbers of the distributions that intervals are drawn from. */
final class Draws {
    private Draws() {}

    /** From the beta distribution, as a share of two gamma numbers; one parameter may be 0, all of its weight is then at one end. */
    static double beta(SplittableRandom random, double a, double b) {
        double first = gamma(random, a);
        return first / (first + gamma(random, b));
    }

    /** From the gamma distribution with scale 1 (Marsaglia and Tsang 2000); 0 for shape 0. */
    static double gamma(SplittableRandom random, double shape) {
        if (shape == 0) {
            return 0;
        }
        if (shape == 1) {
            return -Math.log(1 - random.nextDouble());
        }
        if (shape < 1) {
            return gamma(random, shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
