package io.winnow.core.threshold;

import io.winnow.core.review.Label;
import io.winnow.core.review.ReviewStore.StoredScore;
import java.util.List;
import java.util.Optional;

/**
 * How stored scores are spread.
 *
 * @param low lower end of the first bin
 * @param width of each bin; 0 where all scores are equal
 * @param bins counts from low to high; the last one also holds what is beyond
 */
public record ScoreHistogram(double low, double width, List<Bin> bins) {
    /** Inspections in one bin, by what people said of them. */
    public record Bin(int unlabelled, int normal, int defective) {}

    public ScoreHistogram {
        bins = List.copyOf(bins);
    }

    /**
     * Counts scores.
     *
     * @param count of bins, at least 1
     * @param most scores above it are put into the last bin, so that few outliers do not press all others together
     */
    public static ScoreHistogram of(List<StoredScore> scores, int count, double most) {
        double low = scores.stream().mapToDouble(StoredScore::score).min().orElse(0);
        double high = Math.min(
                Math.max(most, low),
                scores.stream().mapToDouble(StoredScore::score).max().orElse(0));
        double width = (high - low) / count;
        int[][] counts = new int[count][3];
        for (StoredScore stored : scores) {
            int bin = width > 0 ? (int) Math.min(count - 1, (stored.score() - low) / width) : 0;
            counts[bin][kind(stored.truth())]++;
        }
        return new ScoreHistogram(
                low,
                width,
                List.of(counts).stream()
                        .map(kinds -> new Bin(kinds[0], kinds[1], kinds[2]))
                        .toList());
    }

    private static int kind(Optional<Label.Truth> truth) {
        return truth.map(said -> said == Label.Truth.NORMAL ? 1 : 2).orElse(0);
    }
}
