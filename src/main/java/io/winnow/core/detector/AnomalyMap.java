package io.winnow.core.detector;

/**
 * How anomalous each patch of an image is, on the patch grid: higher is more anomalous, plain distance, not squared. Immutable
 * and thread-safe.
 */
public final class AnomalyMap {
    private final int height;
    private final int width;
    private final float[] scores;

    /**
     * Takes over {@code scores}, layout {@code [height, width]}.
     *
     * @throws IllegalArgumentException when the sizes differ or a score is not finite
     */
    public AnomalyMap(int height, int width, float[] scores) {
        if (scores.length != height * width) {
            throw new IllegalArgumentException("anomaly map %dx%d needs %d scores, got %d"
                    .formatted(height, width, height * width, scores.length));
        }
        for (int p = 0; p < scores.length; p++) {
            if (!Float.isFinite(scores[p])) {
                throw new IllegalArgumentException(
                        "anomaly map holds %s at patch %d; every score must be finite".formatted(scores[p], p));
            }
        }
        this.height = height;
        this.width = width;
        this.scores = scores;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** Score of the patch in row y and column x. */
    public float at(int y, int x) {
        return scores[y * width + x];
    }

    /** A copy of all scores, {@code [height, width]}. */
    public float[] toArray() {
        return scores.clone();
    }

    /** The highest patch score: SROC paper, section 3.1.4. */
    public float max() {
        float max = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            max = Math.max(max, score);
        }
        return max;
    }
}
