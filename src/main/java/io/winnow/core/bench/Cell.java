package io.winnow.core.bench;

import io.winnow.core.evaluation.Figure;
import io.winnow.core.image.ImageSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One cell of a study with all that came out of it.
 *
 * @param key what distinguishes it
 * @param layout of its dataset
 * @param inputSize of its images
 * @param pool training images
 * @param polluted names of the defective ones among them
 * @param testNormals normal test images
 * @param testDefects defective test images
 * @param refinement what the strategy dropped
 * @param evaluation how the detector did, fitted on what was left
 */
public record Cell(
        CellKey key,
        String layout,
        ImageSize inputSize,
        int pool,
        List<String> polluted,
        int testNormals,
        int testDefects,
        RefinementOutcome refinement,
        EvaluationOutcome evaluation) {
    public Cell {
        polluted = List.copyOf(polluted);
    }

    /** Part of the pool that really is defective; the asked part may not be reached. */
    public double reachedPollution() {
        return (double) polluted.size() / pool;
    }

    /** Dropped images that really are defective. */
    public int droppedPolluted() {
        return (int) refinement.dropped().stream().filter(polluted::contains).count();
    }

    /** Every figure by the name that reports use, in their order. */
    public Map<String, Figure> figures() {
        Map<String, Figure> figures = new LinkedHashMap<>();
        for (String name : Metric.names()) {
            figures.put(name, evaluated(name));
        }
        Figure precision = share(droppedPolluted(), refinement.dropped().size(), "no image was dropped");
        Figure recall = share(droppedPolluted(), polluted.size(), "no image of the pool is defective");
        figures.put(Metric.REFINEMENT_PRECISION, precision);
        figures.put(Metric.REFINEMENT_RECALL, recall);
        figures.put(Metric.REFINEMENT_F1, f1());
        return figures;
    }

    private Figure evaluated(String name) {
        Double value = evaluation.figures().get(name);
        return value != null
                ? Figure.of(value)
                : Figure.undefined(
                        Objects.requireNonNullElse(evaluation.undefined().get(name), "not measured"));
    }

    /** F1 of dropping as a test for being defective; F1 = 2 TP / (dropped + defective). */
    private Figure f1() {
        int both = refinement.dropped().size() + polluted.size();
        return share(2 * droppedPolluted(), both, "no image was dropped and none is defective");
    }

    private static Figure share(int part, int whole, String otherwise) {
        return whole == 0 ? Figure.undefined(otherwise) : Figure.of((double) part / whole);
    }
}
