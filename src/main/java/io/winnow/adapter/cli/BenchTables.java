package io.winnow.adapter.cli;

import io.winnow.core.bench.Cell;
import io.winnow.core.bench.MeanDeviation;
import io.winnow.core.bench.Metric;
import io.winnow.core.bench.Study;
import io.winnow.core.bench.Summary;
import io.winnow.core.bench.Summary.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The tables of the SROC paper as text: mean ± standard deviation over seeds. */
final class BenchTables {
    private static final String NOTHING = "-";

    private final Study study;
    private final StringBuilder text = new StringBuilder();

    private BenchTables(Study study) {
        this.study = study;
    }

    /** All tables of a study. */
    static String of(Study study) {
        BenchTables tables = new BenchTables(study);
        Set<String> backbones = new LinkedHashSet<>();
        study.cells().forEach(cell -> backbones.add(cell.key().backbone()));
        backbones.forEach(tables::backbone);
        return tables.text.toString();
    }

    private void backbone(String name) {
        List<Cell> cells = cells(cell -> cell.key().backbone().equals(name));
        Summary summary = Summary.of(cells);
        int seeds = study.plan().seeds().size();
        heading("%s: mean of %d %s, %d %s"
                .formatted(
                        name,
                        study.plan().datasets().size(),
                        study.plan().datasets().size() == 1 ? "category" : "categories",
                        seeds,
                        seeds == 1 ? "seed" : "seeds"));
        text.append("Without refinement").append(System.lineSeparator());
        text.append(unrefined(summary)).append(System.lineSeparator());
        List<Row> refined = summary.rows().stream()
                .filter(row -> row.group().refinementRatio() > 0)
                .toList();
        if (!refined.isEmpty()) {
            text.append("With refinement").append(System.lineSeparator());
            text.append(refined(refined)).append(System.lineSeparator());
        }
        if (study.plan().datasets().size() > 1) {
            text.append("Image AUC by category").append(System.lineSeparator());
            text.append(byCategory(cells)).append(System.lineSeparator());
        }
    }

    /** Each detector at each pollution once: at ratio 0 all strategies are the same. */
    private static TextTable unrefined(Summary summary) {
        List<String> head = new ArrayList<>(List.of("detector", "pollution"));
        Metric.PAPER.forEach(metric -> head.add(metric.title()));
        TextTable table = new TextTable(1, head);
        Set<String> seen = new LinkedHashSet<>();
        for (Row row : summary.rows()) {
            String pollution = percent(row.group().pollution());
            if (row.group().refinementRatio() == 0 && seen.add(row.group().detector() + pollution)) {
                List<String> line = new ArrayList<>(List.of(row.group().detector(), pollution));
                Metric.PAPER.forEach(metric -> line.add(text(row.figure(metric))));
                table.add(line);
            }
        }
        return table;
    }

    private static TextTable refined(List<Row> rows) {
        List<Metric> metrics =
                Stream.of(Metric.PAPER, Metric.REFINEMENT).flatMap(List::stream).toList();
        List<String> head = new ArrayList<>(List.of("detector", "strategy", "pollution", "dropped"));
        metrics.forEach(metric -> head.add(metric.title()));
        TextTable table = new TextTable(2, head);
        for (Row row : rows) {
            List<String> line = new ArrayList<>(List.of(
                    row.group().detector(),
                    row.group().strategy(),
                    percent(row.group().pollution()),
                    percent(row.group().refinementRatio())));
            metrics.forEach(metric -> line.add(text(row.figure(metric))));
            table.add(line);
        }
        return table;
    }

    private TextTable byCategory(List<Cell> cells) {
        List<String> categories = study.plan().datasets().stream()
                .map(dataset -> dataset.category())
                .toList();
        List<String> head = new ArrayList<>(List.of("detector", "strategy", "pollution", "dropped"));
        head.addAll(categories);
        TextTable table = new TextTable(2, head);
        for (Row row : Summary.of(cells).rows()) {
            List<String> line = new ArrayList<>(List.of(
                    row.group().detector(),
                    row.group().strategy(),
                    percent(row.group().pollution()),
                    percent(row.group().refinementRatio())));
            for (String category : categories) {
                List<Cell> own = cells.stream()
                        .filter(cell -> cell.key().category().equals(category) && belongs(cell, row))
                        .toList();
                line.add(text(Summary.of(own).rows().get(0).figure(Metric.PAPER.get(0))));
            }
            table.add(line);
        }
        return table;
    }

    private static boolean belongs(Cell cell, Row row) {
        return cell.key().detector().equals(row.group().detector())
                && cell.key().strategy().equals(row.group().strategy())
                && cell.key().pollution() == row.group().pollution()
                && cell.key().refinementRatio() == row.group().refinementRatio();
    }

    private List<Cell> cells(Predicate<Cell> which) {
        return study.cells().stream().filter(which).toList();
    }

    private void heading(String title) {
        text.append(title).append(System.lineSeparator());
        text.append("=".repeat(title.length())).append(System.lineSeparator());
    }

    private static String percent(double ratio) {
        String number = String.format(Locale.ROOT, "%.1f", 100 * ratio);
        return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number) + " %";
    }

    private static String text(Optional<MeanDeviation> figure) {
        if (figure.isEmpty()) {
            return NOTHING;
        }
        String mean = String.format(Locale.ROOT, "%.3f", figure.get().mean());
        return figure.get().deviation().isPresent()
                ? mean
                        + String.format(
                                Locale.ROOT, " ± %.3f", figure.get().deviation().getAsDouble())
                : mean;
    }
}
