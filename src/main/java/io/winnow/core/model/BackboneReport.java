package io.winnow.core.model;

import io.winnow.core.feature.Quantisation;
import java.util.Optional;

/**
 * What became of the wish for a backbone in 8-bit integers.
 *
 * @param int8 what it costs and gains; empty where none could be made
 * @param comparison with a model in float32; empty where none could be made
 * @param refusal why the version has the float32 backbone nevertheless; empty where it has its own
 */
public record BackboneReport(Optional<Quantisation> int8, Optional<Comparison> comparison, Optional<String> refusal) {
    /**
     * The same golden frames judged by a model of either kind, each fitted and calibrated on its own.
     *
     * @param frames how many
     * @param largestScoreDifference of scores as multiples of their model's threshold
     * @param flips verdicts that differ
     */
    public record Comparison(int frames, double largestScoreDifference, int flips) {}
}
