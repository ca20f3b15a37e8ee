package io.winnow.adapter.report;

import io.winnow.adapter.report.Thumbnails.Thumbnail;
import io.winnow.core.bench.Cell;
import io.winnow.core.bench.CellKey;
import io.winnow.core.bench.Example;
import io.winnow.core.bench.Metric;
import io.winnow.core.bench.Strategies;
import io.winnow.core.bench.Study;
import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.LabelledImage;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the page's script draws: all cells as rows, and pictures of one seed at the highest pollution and the largest
 * refinement ratio.
 */
record PageData(
        String version,
        String command,
        String finishedAt,
        List<String> notes,
        Map<String, List<Metric>> metrics,
        List<String> columns,
        List<List<@Nullable Object>> cells,
        List<Heatmaps> examples,
        List<Pool> pools,
        Map<String, Map<String, Thumbnail>> images) {
    /** Most characters of heatmaps on a page; beyond that each cell shows fewer images. */
    private static final long MOST_HEATMAP_CHARACTERS = 12_000_000;

    /** Most images of each kind that a pool shows. */
    private static final int MOST_OF_A_KIND = 24;

    private static final Set<String> IN_ROWS =
            Set.of("category", "backbone", "detector", "strategy", "pollution", "refinement_ratio", "seed");

    /** Test images as one cell's detector saw them. */
    record Heatmaps(
            String category,
            String backbone,
            String detector,
            String strategy,
            double pollution,
            long seed,
            double threshold,
            List<Example> items) {}

    /** What one strategy made of one pool; the lists may be shorter than the counts. */
    record Pool(
            String category,
            String backbone,
            String detector,
            String strategy,
            double pollution,
            double ratio,
            long seed,
            List<String> found,
            int foundCount,
            List<String> missed,
            int missedCount,
            List<String> wrong,
            int wrongCount) {}

    static PageData of(Study study, Thumbnails thumbnails) throws IOException {
        List<Cell> pictured = pictured(study);
        List<Heatmaps> examples = heatmaps(pictured);
        List<Pool> pools = pictured.stream()
                .filter(cell -> !cell.key().strategy().equals(Strategies.NONE_NAME))
                .map(PageData::pool)
                .toList();
        List<String> columns = columns(study.cells());
        return new PageData(
                study.version(),
                study.command(),
                study.finishedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                study.notes(),
                Map.of("paper", Metric.PAPER, "refinement", Metric.REFINEMENT, "further", Metric.FURTHER),
                columns,
                study.cells().stream().map(cell -> row(cell, columns)).toList(),
                examples,
                pools,
                images(study, examples, pools, thumbnails));
    }

    /** First seed, highest pollution, and as much dropped as the study drops. */
    private static List<Cell> pictured(Study study) {
        long seed = study.plan().seeds().get(0);
        List<Double> pollutions = study.plan().pollutions();
        double pollution = pollutions.get(pollutions.size() - 1);
        return study.cells().stream()
                .filter(cell -> cell.key().seed() == seed && cell.key().pollution() == pollution)
                .filter(cell -> cell.key().strategy().equals(Strategies.NONE_NAME)
                        || cell.key().refinementRatio() == study.plan().largestRefinement())
                .toList();
    }

    private static List<Heatmaps> heatmaps(List<Cell> cells) {
        long characters = cells.stream()
                .flatMap(cell -> cell.evaluation().examples().stream())
                .mapToLong(example -> example.map().length * 4L / 3)
                .sum();
        double share = Math.min(1, (double) MOST_HEATMAP_CHARACTERS / Math.max(1, characters));
        List<Heatmaps> heatmaps = new ArrayList<>();
        for (Cell cell : cells) {
            CellKey key = cell.key();
            List<Example> items = cell.evaluation().examples();
            if (!items.isEmpty()) {
                heatmaps.add(new Heatmaps(
                        key.category(),
                        key.backbone(),
                        key.detector(),
                        key.strategy(),
                        key.pollution(),
                        key.seed(),
                        cell.evaluation().threshold(),
                        spread(items, (int) Math.max(1, share * items.size()))));
            }
        }
        return heatmaps;
    }

    /** Some of a list, evenly from its whole length. */
    private static List<Example> spread(List<Example> items, int count) {
        List<Example> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(items.get(i * items.size() / count));
        }
        return chosen;
    }

    private static Pool pool(Cell cell) {
        List<String> dropped = cell.refinement().dropped();
        List<String> polluted = cell.polluted();
        List<String> found = dropped.stream().filter(polluted::contains).toList();
        List<String> missed =
                polluted.stream().filter(name -> !dropped.contains(name)).toList();
        List<String> wrong =
                dropped.stream().filter(name -> !polluted.contains(name)).toList();
        CellKey key = cell.key();
        return new Pool(
                key.category(),
                key.backbone(),
                key.detector(),
                key.strategy(),
                key.pollution(),
                key.refinementRatio(),
                key.seed(),
                head(found),
                found.size(),
                head(missed),
                missed.size(),
                head(wrong),
                wrong.size());
    }

    private static List<String> head(List<String> names) {
        return names.subList(0, Math.min(MOST_OF_A_KIND, names.size()));
    }

    private static List<String> columns(List<Cell> cells) {
        return cells.stream()
                .limit(1)
                .flatMap(any -> CellFields.plain(any).keySet().stream())
                .filter(name -> IN_ROWS.contains(name) || isFigure(name))
                .toList();
    }

    private static boolean isFigure(String name) {
        return Stream.of(Metric.PAPER, Metric.REFINEMENT, Metric.FURTHER)
                .flatMap(List::stream)
                .anyMatch(metric -> metric.name().equals(name));
    }

    private static List<@Nullable Object> row(Cell cell, List<String> columns) {
        Map<String, @Nullable Object> fields = CellFields.plain(cell);
        List<@Nullable Object> row = new ArrayList<>();
        for (String name : columns) {
            row.add(fields.get(name));
        }
        return row;
    }

    private static Map<String, Map<String, Thumbnail>> images(
            Study study, List<Heatmaps> examples, List<Pool> pools, Thumbnails thumbnails) throws IOException {
        Map<String, Map<String, LabelledImage>> known = new HashMap<>();
        for (Dataset dataset : study.plan().datasets()) {
            Map<String, LabelledImage> byName = known.computeIfAbsent(dataset.category(), name -> new HashMap<>());
            dataset.images().forEach(image -> byName.put(image.name(), image));
        }
        Map<String, Map<String, Thumbnail>> images = new LinkedHashMap<>();
        for (Heatmaps example : examples) {
            add(example.items().stream().map(Example::image).toList(), example.category(), known, images, thumbnails);
        }
        for (Pool pool : pools) {
            for (List<String> names : List.of(pool.found(), pool.missed(), pool.wrong())) {
                add(names, pool.category(), known, images, thumbnails);
            }
        }
        return images;
    }

    private static void add(
            Collection<String> names,
            String category,
            Map<String, Map<String, LabelledImage>> known,
            Map<String, Map<String, Thumbnail>> images,
            Thumbnails thumbnails)
            throws IOException {
        Map<String, Thumbnail> shown = images.computeIfAbsent(category, name -> new LinkedHashMap<>());
        for (String name : names) {
            LabelledImage image = known.getOrDefault(category, Map.of()).get(name);
            if (image != null && !shown.containsKey(name)) {
                shown.put(name, thumbnails.of(image));
            }
        }
    }
}
