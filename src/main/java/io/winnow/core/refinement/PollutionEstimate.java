package io.winnow.core.refinement;

/**
 * How much of a pool is defective, as judged without labels.
 *
 * @param share most credible share, 0 to 1
 * @param low lower end of the 95 % interval
 * @param high upper end of the 95 % interval
 */
public record PollutionEstimate(double share, double low, double high) {
    public PollutionEstimate {
        if (!(0 <= low && low <= share && share <= high && high <= 1)) {
            throw new IllegalArgumentException(
                    "pollution %s in %s..%s must satisfy 0 <= low <= share <= high <= 1".formatted(share, low, high));
        }
    }
}
