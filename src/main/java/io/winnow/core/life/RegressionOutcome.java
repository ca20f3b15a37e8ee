package io.winnow.core.life;

import io.winnow.core.review.RegressionSet.Tried;
import java.util.List;

/**
 * How two versions do on their station's regression set.
 *
 * @param frames in the set
 * @param champion how many of them the champion rejects
 * @param candidate how many of them the candidate rejects
 * @param unscored how many one of the two has not scored, because their frames are gone or their turn has not come
 * @param lost what the champion catches and the candidate misses
 */
public record RegressionOutcome(int frames, int champion, int candidate, int unscored, List<Tried> lost) {
    /** Of a set without frames. */
    public static final RegressionOutcome NONE = new RegressionOutcome(0, 0, 0, 0, List.of());

    public RegressionOutcome {
        lost = List.copyOf(lost);
    }

    static RegressionOutcome of(List<Tried> tried) {
        return new RegressionOutcome(
                tried.size(),
                (int) tried.stream()
                        .filter(each -> each.champion().orElse(false))
                        .count(),
                (int) tried.stream()
                        .filter(each -> each.candidate().orElse(false))
                        .count(),
                (int) tried.stream()
                        .filter(each ->
                                each.champion().isEmpty() || each.candidate().isEmpty())
                        .count(),
                tried.stream()
                        .filter(each -> each.champion().orElse(false)
                                && !each.candidate().orElse(true))
                        .toList());
    }
}
