package io.winnow.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.image.ImageQuality;
import io.winnow.core.inspection.Verdict.Cause;
import io.winnow.core.inspection.Verdict.Undecided;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QualityLimitsTest {
    private static final QualityRules RULES = new QualityRules(true, 6, 0.05);

    private static List<ImageQuality> pool(int frames, long seed) {
        Random random = new Random(seed);
        List<ImageQuality> pool = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            pool.add(new ImageQuality(
                    0.05 * Math.exp(0.05 * random.nextGaussian()),
                    0.4 * Math.exp(0.03 * random.nextGaussian()),
                    0.2 * Math.exp(0.05 * random.nextGaussian()),
                    0.01 * random.nextDouble()));
        }
        return pool;
    }

    private static Optional<Cause> cause(ImageQuality image) {
        return QualityLimits.learn(pool(100, 1), RULES)
                .orElseThrow()
                .breach(image)
                .map(Undecided::cause);
    }

    @Test
    void breach_eachFault_isNamed() {
        assertThat(cause(new ImageQuality(0.05, 0.4, 0.2, 0))).isEmpty();
        assertThat(cause(new ImageQuality(0.01, 0.4, 0.19, 0))).contains(Cause.IMAGE_BLURRED);
        assertThat(cause(new ImageQuality(0.05, 0.1, 0.2, 0))).contains(Cause.IMAGE_DARK);
        assertThat(cause(new ImageQuality(0.05, 0.4, 0.2, 0.4))).contains(Cause.IMAGE_OVEREXPOSED);
        assertThat(cause(new ImageQuality(0.05, 0.8, 0.2, 0))).contains(Cause.IMAGE_OVEREXPOSED);
        assertThat(cause(new ImageQuality(0.001, 0.2, 0.001, 0))).contains(Cause.CAMERA_BLOCKED);
    }

    @Test
    void learn_anyPool_refusesNoMoreOfItThanStated() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<ImageQuality> pool = new ArrayList<>(pool(100, seed));
            // A tenth of it is of quite another kind.
            for (int i = 0; i < 10; i++) {
                pool.set(
                        i,
                        new ImageQuality(
                                0.05 * random.nextDouble(),
                                random.nextDouble(),
                                0.2 * random.nextDouble(),
                                random.nextDouble()));
            }
            QualityLimits limits = QualityLimits.learn(pool, RULES).orElseThrow();

            assertThat(pool.stream()
                            .filter(image -> limits.breach(image).isPresent())
                            .count())
                    .isLessThanOrEqualTo(5);
        }
    }

    @Test
    void learn_tooFewFrames_givesNoLimits() {
        assertThat(QualityLimits.learn(pool(9, 1), RULES)).isEmpty();
    }

    @Test
    void learn_moreTolerance_letsMoreThrough() {
        ImageQuality soft = new ImageQuality(0.028, 0.4, 0.2, 0);

        assertThat(QualityLimits.learn(pool(100, 1), RULES).orElseThrow().breach(soft))
                .isPresent();
        assertThat(QualityLimits.learn(pool(100, 1), new QualityRules(true, 12, 0.05))
                        .orElseThrow()
                        .breach(soft))
                .isEmpty();
    }
}
