package io.winnow.core.bench;

import java.util.List;
import java.util.Map;

/**
 * How a detector did on one test set; stored in the cache.
 *
 * @param figures defined figures by name
 * @param undefined why the other figures have no value, by name
 * @param threshold image score of the highest F1, the one that examples are drawn with
 * @param examples some test images, the same for every cell of a seed
 * @param seconds that fitting and scoring took
 */
public record EvaluationOutcome(
        Map<String, Double> figures,
        Map<String, String> undefined,
        double threshold,
        List<Example> examples,
        double seconds) {
    public EvaluationOutcome {
        figures = Map.copyOf(figures);
        undefined = Map.copyOf(undefined);
        examples = List.copyOf(examples);
    }
}
