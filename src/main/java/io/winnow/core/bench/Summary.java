package io.winnow.core.bench;

import io.winnow.core.evaluation.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The rows of the paper's tables: cells that differ in category and seed only, taken together. Each seed's figure is the mean
 * over categories; the row has mean and deviation of these over seeds. A category in which a figure is undefined does not
 * count for it. Immutable and thread-safe.
 */
public final class Summary {
    /** What the cells of a row have in common. */
    public record Group(String backbone, String detector, String strategy, double pollution, double refinementRatio) {
        static Group of(CellKey key) {
            return new Group(key.backbone(), key.detector(), key.strategy(), key.pollution(), key.refinementRatio());
        }
    }

    /**
     * One row.
     *
     * @param group what its cells have in common
     * @param figures by name; a figure that no cell defines is not there
     */
    public record Row(Group group, Map<String, MeanDeviation> figures) {
        public Row {
            figures = Map.copyOf(figures);
        }

        public Optional<MeanDeviation> figure(Metric metric) {
            return Optional.ofNullable(figures.get(metric.name()));
        }
    }

    private static final Figure NOT_MEASURED = Figure.undefined("not measured");

    private final List<Row> rows;

    private Summary(List<Row> rows) {
        this.rows = rows;
    }

    /** Takes cells together. */
    public static Summary of(List<Cell> cells) {
        Map<Group, List<Cell>> groups = new LinkedHashMap<>();
        for (Cell cell : cells) {
            groups.computeIfAbsent(Group.of(cell.key()), group -> new ArrayList<>())
                    .add(cell);
        }
        List<Row> rows = new ArrayList<>();
        groups.forEach((group, members) -> rows.add(new Row(group, figures(members))));
        rows.sort(order(cells));
        return new Summary(List.copyOf(rows));
    }

    /** By backbone, detector and strategy as the cells first name them, and by rising pollution and ratio. */
    private static Comparator<Row> order(List<Cell> cells) {
        List<String> backbones = distinct(cells, CellKey::backbone);
        List<String> detectors = distinct(cells, CellKey::detector);
        List<String> strategies = distinct(cells, CellKey::strategy);
        return Comparator.comparing(
                Row::group,
                Comparator.<Group>comparingInt(group -> backbones.indexOf(group.backbone()))
                        .thenComparingInt(group -> detectors.indexOf(group.detector()))
                        .thenComparingDouble(Group::pollution)
                        .thenComparingInt(group -> strategies.indexOf(group.strategy()))
                        .thenComparingDouble(Group::refinementRatio));
    }

    private static List<String> distinct(List<Cell> cells, Function<CellKey, String> name) {
        return cells.stream().map(Cell::key).map(name).distinct().toList();
    }

    /** The rows: by backbone, detector, pollution, strategy and refinement ratio. */
    public List<Row> rows() {
        return rows;
    }

    private static Map<String, MeanDeviation> figures(List<Cell> cells) {
        Map<String, MeanDeviation> figures = new LinkedHashMap<>();
        Stream.of(Metric.PAPER, Metric.REFINEMENT, Metric.FURTHER)
                .flatMap(List::stream)
                .map(Metric::name)
                .forEach(name ->
                        MeanDeviation.of(meansOfSeeds(cells, name)).ifPresent(figure -> figures.put(name, figure)));
        return figures;
    }

    private static List<Double> meansOfSeeds(List<Cell> cells, String name) {
        Map<Long, List<Double>> bySeed = new LinkedHashMap<>();
        for (Cell cell : cells) {
            Figure figure = cell.figures().getOrDefault(name, NOT_MEASURED);
            figure.optional()
                    .ifPresent(value -> bySeed.computeIfAbsent(cell.key().seed(), seed -> new ArrayList<>())
                            .add(value));
        }
        return bySeed.values().stream()
                .map(values -> values.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .toList();
    }
}
