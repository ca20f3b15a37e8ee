package io.winnow.core.model;

/**
 * How far the scores of golden frames are from what they were when the model was fitted.
 *
 * @param frames how many were scored
 * @param largestScoreDifference of image scores, plain distance
 * @param largestPeakDifference of the highest map scores, plain distance
 * @param flips verdicts that differ
 * @param tolerance largest difference that passes, plain distance
 */
public record ParityReport(
        int frames, double largestScoreDifference, double largestPeakDifference, int flips, double tolerance) {
    /** Whether the model scores as it did. */
    public boolean passed() {
        return frames > 0 && flips == 0 && largestScoreDifference <= tolerance && largestPeakDifference <= tolerance;
    }
}
