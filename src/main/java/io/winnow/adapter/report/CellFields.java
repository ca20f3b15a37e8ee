package io.winnow.adapter.report;

import io.winnow.core.bench.Cell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a cell in files, in their order. {@code docs/bench.md} describes them. */
final class CellFields {
    private CellFields() {}

    /** Fields with a plain value each; a figure that is undefined has none. */
    static Map<String, @Nullable Object> plain(Cell cell) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("category", cell.key().category());
        fields.put("layout", cell.layout());
        fields.put("backbone", cell.key().backbone());
        fields.put("input_size", cell.inputSize().toString());
        fields.put("detector", cell.key().detector());
        fields.put("strategy", cell.key().strategy());
        fields.put("pollution", cell.key().pollution());
        fields.put("pollution_reached", cell.reachedPollution());
        fields.put("refinement_ratio", cell.key().refinementRatio());
        fields.put("seed", cell.key().seed());
        fields.put("pool_images", cell.pool());
        fields.put("pool_defective", cell.polluted().size());
        fields.put("dropped_images", cell.refinement().dropped().size());
        fields.put("dropped_defective", cell.droppedPolluted());
        fields.put("dropped_patches", cell.refinement().droppedPatches());
        fields.put("test_normal", cell.testNormals());
        fields.put("test_defective", cell.testDefects());
        cell.figures()
                .forEach((name, figure) -> fields.put(
                        name, figure.optional().isPresent() ? figure.optional().getAsDouble() : null));
        fields.put("refinement_seconds", cell.refinement().seconds());
        fields.put("evaluation_seconds", cell.evaluation().seconds());
        return fields;
    }

    /** All fields: those above, why figures are undefined, and which images were dropped or missed. */
    static Map<String, @Nullable Object> all(Cell cell) {
        Map<String, @Nullable Object> fields = plain(cell);
        Map<String, String> undefined = new LinkedHashMap<>();
        cell.figures().forEach((name, figure) -> figure.reason().ifPresent(reason -> undefined.put(name, reason)));
        List<String> dropped = cell.refinement().dropped();
        fields.put("undefined", undefined);
        fields.put("dropped", dropped);
        fields.put(
                "missed",
                cell.polluted().stream().filter(name -> !dropped.contains(name)).toList());
        return fields;
    }
}
