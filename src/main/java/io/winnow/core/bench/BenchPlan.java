package io.winnow.core.bench;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.image.ImageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a study compares: every combination is a cell. Strategy {@code none} drops nothing, so it has cells of refinement
 * ratio 0 only.
 *
 * @param datasets categories
 * @param detectors names
 * @param strategies names
 * @param pollutions parts of the training set that are defective, at least 0 and below 1
 * @param refinements parts of the training set to drop, at least 0 and below 1
 * @param seeds of the draws
 * @param pollutionSet size of the pollution set as a part of the training set; the test set loses as many defects at every
 *     pollution. SROC paper: 0.2
 * @param inputSize of every category that {@code inputSizes} does not name
 * @param inputSizes by category
 */
public record BenchPlan(
        List<Dataset> datasets,
        List<String> detectors,
        List<String> strategies,
        List<Double> pollutions,
        List<Double> refinements,
        List<Long> seeds,
        double pollutionSet,
        ImageSize inputSize,
        Map<String, ImageSize> inputSizes) {
    public BenchPlan {
        datasets = List.copyOf(datasets);
        detectors = List.copyOf(detectors);
        strategies = List.copyOf(strategies);
        pollutions = requireRatios("pollution", pollutions);
        refinements = requireRatios("refinement", refinements);
        seeds = List.copyOf(seeds);
        inputSizes = Map.copyOf(inputSizes);
        if (datasets.isEmpty() || detectors.isEmpty() || strategies.isEmpty() || seeds.isEmpty()) {
            throw new IllegalArgumentException(
                    "study needs at least one dataset, detector, strategy and seed; has %d, %s, %s, %s"
                            .formatted(datasets.size(), detectors, strategies, seeds));
        }
        double highest = pollutions.get(pollutions.size() - 1);
        if (!(pollutionSet >= highest && pollutionSet < 1)) {
            throw new IllegalArgumentException(
                    "pollution set = %s must be at least the highest pollution, %s, and below 1"
                            .formatted(pollutionSet, highest));
        }
    }

    /** Input size of a category. */
    public ImageSize inputSize(Dataset dataset) {
        return inputSizes.getOrDefault(dataset.category(), inputSize);
    }

    /** The largest refinement ratio. */
    public double largestRefinement() {
        return refinements.get(refinements.size() - 1);
    }

    /** The cells of one category and one backbone, in the order in which they are computed. */
    public List<CellKey> cells(Dataset dataset, String backbone) {
        List<CellKey> cells = new ArrayList<>();
        for (long seed : seeds) {
            for (double pollution : pollutions) {
                for (String detector : detectors) {
                    for (String strategy : strategies) {
                        for (double ratio : strategy.equals(Strategies.NONE_NAME) ? List.of(0.0) : refinements) {
                            cells.add(new CellKey(
                                    dataset.category(), backbone, detector, strategy, pollution, ratio, seed));
                        }
                    }
                }
            }
        }
        return cells;
    }

    private static List<Double> requireRatios(String what, List<Double> ratios) {
        if (ratios.isEmpty()) {
            throw new IllegalArgumentException("study needs at least one %s ratio".formatted(what));
        }
        for (double ratio : ratios) {
            if (!(ratio >= 0 && ratio < 1)) {
                throw new IllegalArgumentException(
                        "%s ratio = %s must be at least 0 and below 1".formatted(what, ratio));
            }
        }
        return ratios.stream().distinct().sorted().toList();
    }
}
