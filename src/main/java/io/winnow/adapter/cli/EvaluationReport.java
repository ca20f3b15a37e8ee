package io.winnow.adapter.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.core.evaluation.Evaluation;
import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Interval;
import io.winnow.core.evaluation.ProportionLocalised;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * An evaluation as JSON or as a table.
 *
 * <p>In JSON {@code image.auroc} is both a path through nested objects, for programs that read the report as an object, and a plain
 * key of its own, for those that look up names as the documentation and other tools' tables write them.
 */
final class EvaluationReport {
    private static final ObjectWriter WRITER = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private final Evaluation evaluation;
    private final List<String> types;

    /** Reports with PL30 by defect type where types are given, one for each image. */
    EvaluationReport(Evaluation evaluation, List<String> types) {
        this.evaluation = evaluation;
        this.types = types;
    }

    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ObjectNode undefined = root.objectNode();
        evaluation.byKey().forEach((key, figure) -> {
            putNested(root, key, figure);
            figure.reason().ifPresent(reason -> undefined.put(key, reason));
        });
        evaluation.byKey().forEach((key, figure) -> {
            if (key.contains(".")) {
                put(root, key, figure);
            }
        });
        if (!types.isEmpty()) {
            ObjectNode byType = root.putObject("pl30_by_type");
            localisedByType(byType);
        }
        putCounts(root.putObject("counts"));
        root.set("undefined", undefined);
        if (!evaluation.intervals().isEmpty()) {
            ObjectNode intervals = root.putObject("intervals");
            evaluation.byKey().keySet().forEach(key -> putInterval(intervals, key));
        }
        try {
            return WRITER.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and names cannot fail to print", e);
        }
    }

    String table() {
        StringBuilder table = new StringBuilder();
        evaluation.byKey().forEach((key, figure) -> {
            Interval interval = evaluation.intervals().get(key);
            String text = figure.optional().isPresent()
                    ? String.format(Locale.ROOT, "%.6f", figure.optional().getAsDouble())
                    : "undefined: " + figure.reason().orElse("");
            String bounds = interval == null
                    ? ""
                    : String.format(Locale.ROOT, "  [%.6f, %.6f]", interval.low(), interval.high());
            table.append(String.format("%-20s %s%s%n", key, text, bounds));
        });
        Evaluation.Counts counts = evaluation.counts();
        return table.append(String.format(
                        "%d images, %d anomalous; %d pixels, %d defect; %d regions, %d anomalies after merging%n",
                        counts.images(),
                        counts.anomalousImages(),
                        counts.pixels(),
                        counts.defectPixels(),
                        counts.regions(),
                        counts.anomalies()))
                .toString();
    }

    private static void putNested(ObjectNode root, String key, Figure figure) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            put(root, key, figure);
        } else {
            put(root.withObjectProperty(key.substring(0, dot)), key.substring(dot + 1), figure);
        }
    }

    private static void put(ObjectNode node, String key, Figure figure) {
        if (figure.optional().isPresent()) {
            node.put(key, figure.optional().getAsDouble());
        } else {
            node.putNull(key);
        }
    }

    private void localisedByType(ObjectNode byType) {
        for (String type : new TreeSet<>(types)) {
            Figure figure = evaluation.localised().at(ProportionLocalised.DEFAULT_IOU_LIMIT, image -> types.get(image)
                    .equals(type));
            if (figure.optional().isPresent()) {
                put(byType, type, figure);
            }
        }
    }

    private void putCounts(ObjectNode node) {
        Evaluation.Counts counts = evaluation.counts();
        node.put("images", counts.images());
        node.put("anomalous_images", counts.anomalousImages());
        node.put("pixels", counts.pixels());
        node.put("defect_pixels", counts.defectPixels());
        node.put("regions", counts.regions());
        node.put("anomalies", counts.anomalies());
    }

    private void putInterval(ObjectNode intervals, String key) {
        Map<String, Interval> known = evaluation.intervals();
        Interval interval = known.get(key);
        if (interval != null) {
            int dot = key.indexOf('.');
            ObjectNode parent = dot < 0 ? intervals : intervals.withObjectProperty(key.substring(0, dot));
            parent.putArray(key.substring(dot + 1)).add(interval.low()).add(interval.high());
        }
    }
}
