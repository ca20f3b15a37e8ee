package io.winnow.core.watch;

import io.winnow.core.image.ImageQuality;
import io.winnow.core.inspection.Verdict.Cause;
import io.winnow.core.inspection.Verdict.Undecided;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What an image must be like to be judged by a model, learnt from the frames that the model was fitted on.
 *
 * <p>Each limit lies a number of robust standard deviations (median absolute deviation times 1.4826, and at least a floor, because
 * a constant light has none) beyond the median, of logarithms where a figure is a ratio; and never where it would refuse more of the
 * frames it was learnt from than its share of the stated rate. Blurred or dark frames among them do not move medians.
 *
 * @param frames that the limits were learnt from
 * @param sharpness least
 * @param darkest least luminance
 * @param brightest most luminance
 * @param contrast least
 * @param clipped most
 */
public record QualityLimits(
        int frames, double sharpness, double darkest, double brightest, double contrast, double clipped) {
    /** Fewer frames say nothing about what is usual. */
    public static final int FEWEST_FRAMES = 10;

    private static final int LIMITS = 5;
    private static final double GAUSSIAN = 1.4826;
    private static final double SHARPNESS_FLOOR = 0.08;
    private static final double LUMINANCE_FLOOR = 0.08;
    private static final double CONTRAST_FLOOR = 0.1;
    private static final double CLIPPED_FLOOR = 0.02;
    /** Below any figure of a picture of something; keeps logarithms finite. */
    private static final double NOTHING = 1e-6;

    /** Limits from the frames that a model was fitted on; empty where there are fewer than {@link #FEWEST_FRAMES}. */
    public static Optional<QualityLimits> learn(List<ImageQuality> frames, QualityRules rules) {
        if (frames.size() < FEWEST_FRAMES) {
            return Optional.empty();
        }
        return Optional.of(new QualityLimits(
                frames.size(),
                Math.exp(-upper(frames, q -> -log(q.sharpness()), SHARPNESS_FLOOR, rules)),
                Math.exp(-upper(frames, q -> -log(q.luminance()), LUMINANCE_FLOOR, rules)),
                Math.exp(upper(frames, q -> log(q.luminance()), LUMINANCE_FLOOR, rules)),
                Math.exp(-upper(frames, q -> -log(q.contrast()), CONTRAST_FLOOR, rules)),
                upper(frames, ImageQuality::clipped, CLIPPED_FLOOR, rules)));
    }

    private static double log(double value) {
        return Math.log(Math.max(value, NOTHING));
    }

    private static double upper(
            List<ImageQuality> frames, ToDoubleFunction<ImageQuality> figure, double floor, QualityRules rules) {
        double[] values = frames.stream().mapToDouble(figure).sorted().toArray();
        double median = values[values.length / 2];
        double[] deviations = Arrays.stream(values)
                .map(value -> Math.abs(value - median))
                .sorted()
                .toArray();
        double spread = Math.max(floor, GAUSSIAN * deviations[deviations.length / 2]);
        int refusable = (int) (rules.falseRate() / LIMITS * values.length);
        // A little beyond the frame itself, so that rounding to logarithms and back does not refuse it.
        double ofThePool = values[values.length - 1 - refusable] + 1e-9;
        return Math.max(median + rules.tolerance() * spread, ofThePool);
    }

    /** Why an image cannot be judged; empty where it can. The gravest cause is named: a covered camera is blurred too. */
    public Optional<Undecided> breach(ImageQuality image) {
        if (image.clipped() > clipped) {
            return undecided(Cause.IMAGE_OVEREXPOSED, "share of clipped pixels", image.clipped(), "above", clipped);
        }
        // A dark image has little contrast too, but not for its light.
        if (image.contrast() < contrast && image.contrast() * darkest < contrast * image.luminance()) {
            return undecided(Cause.CAMERA_BLOCKED, "contrast", image.contrast(), "below", contrast);
        }
        if (image.luminance() < darkest) {
            return undecided(Cause.IMAGE_DARK, "mean luminance", image.luminance(), "below", darkest);
        }
        if (image.luminance() > brightest) {
            return undecided(Cause.IMAGE_OVEREXPOSED, "mean luminance", image.luminance(), "above", brightest);
        }
        if (image.sharpness() < sharpness) {
            return undecided(Cause.IMAGE_BLURRED, "sharpness", image.sharpness(), "below", sharpness);
        }
        return Optional.empty();
    }

    private static Optional<Undecided> undecided(Cause cause, String figure, double value, String side, double limit) {
        return Optional.of(new Undecided(
                cause,
                String.format(
                        Locale.ROOT,
                        "%s %.4g is %s the limit %.4g that was learnt from the training frames",
                        figure,
                        value,
                        side,
                        limit)));
    }
}
