package io.winnow.core.bench;

/**
 * What distinguishes one cell of a study from all others.
 *
 * @param category of the dataset
 * @param backbone name of the feature extractor
 * @param detector name of the detector that is fitted and serves
 * @param strategy name of the refinement strategy
 * @param pollution asked part of defective images in the training pool
 * @param refinementRatio asked part of the pool that the strategy drops
 * @param seed of the draw, the strategy and the fit
 */
public record CellKey(
        String category,
        String backbone,
        String detector,
        String strategy,
        double pollution,
        double refinementRatio,
        long seed) {}
