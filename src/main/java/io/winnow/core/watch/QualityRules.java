package io.winnow.core.watch;

/**
 * How images are held against those of the pool.
 *
 * @param enabled whether an image beyond the limits stays undecided
 * @param tolerance robust standard deviations beyond the pool's median at which a limit lies, above 0; more lets more through
 * @param falseRate most of the pool's own frames that all limits together may refuse, 0 to below 0.5
 */
public record QualityRules(boolean enabled, double tolerance, double falseRate) {
    /** No limits. */
    public static final QualityRules OFF = new QualityRules(false, 6, 0.01);

    public QualityRules {
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException("image quality tolerance = %s must be above 0".formatted(tolerance));
        }
        if (!(falseRate >= 0 && falseRate < 0.5)) {
            throw new IllegalArgumentException(
                    "image quality false rate = %s must be at least 0 and below 0.5".formatted(falseRate));
        }
    }
}
