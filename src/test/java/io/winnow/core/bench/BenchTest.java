package io.winnow.core.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.evaluation.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    private final Path folder;
    private final ColourStudy study = new ColourStudy();
    private final BankMethods methods = new BankMethods();
    private final MemoryCache cache = new MemoryCache();

    BenchTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void run_everyCombination_isACellWithAllFigures() throws IOException {
        List<Cell> cells = run(ColourStudy.write(folder, 20, 6, 10, true), List.of(1L, 2L));

        // Two seeds, two pollutions; none at ratio 0, perfect and head at three ratios each.
        assertThat(cells).hasSize(2 * 2 * (1 + 3 + 3));
        assertThat(cells).extracting(Cell::key).doesNotHaveDuplicates();
        assertThat(cells).allSatisfy(cell -> {
            assertThat(cell.pool()).isEqualTo(20);
            assertThat(cell.testNormals()).isEqualTo(6);
            assertThat(cell.testDefects()).isEqualTo(6);
            assertThat(figure(cell, "image.auroc")).isInstanceOf(Figure.Defined.class);
            assertThat(figure(cell, "pl30")).isInstanceOf(Figure.Defined.class);
            assertThat(cell.evaluation().examples()).hasSize(8);
        });
    }

    @Test
    void run_perfectAtTheRatioOfPollution_dropsExactlyTheDefects() throws IOException {
        List<Cell> cells = run(ColourStudy.write(folder, 20, 6, 10, true), List.of(1L));

        Cell half = cell(cells, "perfect", 0.2, 0.1);
        Cell all = cell(cells, "perfect", 0.2, 0.2);
        assertThat(half.droppedPolluted()).isEqualTo(2);
        assertThat(value(half, "refinement.precision")).isEqualTo(1);
        assertThat(value(half, "refinement.recall")).isEqualTo(0.5);
        assertThat(value(half, "refinement.f1")).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(all.refinement().dropped()).containsExactlyInAnyOrderElementsOf(all.polluted());
        assertThat(value(all, "image.auroc")).isGreaterThanOrEqualTo(value(cell(cells, "none", 0.2, 0), "image.auroc"));
    }

    @Test
    void run_ratioZero_isTheSameForEveryStrategy() throws IOException {
        List<Cell> cells = run(ColourStudy.write(folder, 20, 6, 10, true), List.of(1L));

        Cell none = cell(cells, "none", 0.2, 0);
        assertThat(cell(cells, "head", 0.2, 0).evaluation()).isEqualTo(none.evaluation());
        assertThat(figure(none, "refinement.precision").reason()).contains("no image was dropped");
        assertThat(figure(cell(cells, "none", 0, 0), "refinement.recall").reason())
                .contains("no image of the pool is defective");
    }

    @Test
    void run_nestedStrategy_runsOnceForAllRatios() throws IOException {
        List<Cell> cells = run(ColourStudy.write(folder, 20, 6, 10, true), List.of(1L));

        assertThat(methods.refinements).hasValue(2);
        assertThat(cell(cells, "head", 0.2, 0.2).refinement().dropped()).hasSize(4);
        assertThat(cell(cells, "head", 0.2, 0.1).refinement().dropped())
                .isEqualTo(cell(cells, "head", 0.2, 0.2).refinement().dropped().subList(0, 2));
    }

    @Test
    void run_again_takesEverythingFromTheCache() throws IOException {
        Dataset dataset = ColourStudy.write(folder, 20, 6, 10, true);
        List<Cell> first = run(dataset, List.of(1L));
        int fits = methods.fits.get();
        int extractions = study.extractions.get();

        List<Cell> second = run(dataset, List.of(1L));

        assertThat(second).isEqualTo(first);
        assertThat(methods.fits).hasValue(fits);
        assertThat(study.extractions).hasValue(extractions);
        assertThat(extractions).as("once for each image").isEqualTo(36);
    }

    @Test
    void run_afterAnInterrupt_goesOnWhereItStopped() throws IOException {
        Dataset dataset = ColourStudy.write(folder, 20, 6, 10, true);
        methods.fitsBeforeCancel = 3;
        assertThatThrownBy(() -> run(dataset, List.of(1L))).isInstanceOf(CancellationException.class);
        methods.fits.set(0);
        methods.fitsBeforeCancel = Integer.MAX_VALUE;

        run(dataset, List.of(1L));

        int rest = methods.fits.get();
        cache.outcomes.clear();
        methods.fits.set(0);
        run(dataset, List.of(1L));
        assertThat(rest).isEqualTo(methods.fits.get() - 3);
    }

    @Test
    void run_changedImage_isComputedAnew() throws IOException {
        run(ColourStudy.write(folder, 20, 6, 10, true), List.of(1L));
        int fits = methods.fits.get();
        Dataset changed = ColourStudy.write(folder, 20, 6, 10, true);
        Files.write(changed.train().get(0).file(), new byte[(int) ColourStudy.SIZE.area()]);

        run(changed, List.of(1L));

        assertThat(methods.fits.get()).isEqualTo(2 * fits);
        assertThat(study.extractions)
                .as("only the changed image is embedded again")
                .hasValue(37);
    }

    @Test
    void run_datasetWithoutMasks_leavesPixelFiguresUndefined() throws IOException {
        List<Cell> cells = run(ColourStudy.write(folder, 20, 6, 10, false), List.of(1L));

        assertThat(figure(cells.get(0), "image.auroc")).isInstanceOf(Figure.Defined.class);
        assertThat(figure(cells.get(0), "aupro").reason()).contains("the dataset has no masks");
    }

    @Test
    void run_tellsProgressAndShortfalls() throws IOException {
        List<String> notes = new ArrayList<>();
        List<Long> left = new ArrayList<>();
        BenchListener listener = new BenchListener() {
            @Override
            public void note(String text) {
                notes.add(text);
            }

            @Override
            public void progress(long done, long total, Optional<Duration> remaining, String doing) {
                left.add(total - done);
            }
        };

        run(ColourStudy.write(folder, 20, 6, 4, true), List.of(1L), listener);

        assertThat(notes)
                .singleElement()
                .asString()
                .contains("square", "needs 4 defective images, 3 can be drawn of 4");
        assertThat(left.get(left.size() - 1)).isZero();
    }

    private List<Cell> run(Dataset dataset, List<Long> seeds) throws IOException {
        return run(dataset, seeds, BenchListener.NONE);
    }

    private List<Cell> run(Dataset dataset, List<Long> seeds, BenchListener listener) throws IOException {
        BenchPlan plan = new BenchPlan(
                List.of(dataset),
                methods.detectors(),
                methods.strategies(),
                List.of(0.0, 0.2),
                List.of(0.0, 0.1, 0.2),
                seeds,
                0.2,
                ColourStudy.SIZE,
                Map.of());
        return new Bench(study, study, methods)
                .run(plan, List.of(study), cache, folder.resolve("embeddings"), 2, listener);
    }

    private static Cell cell(List<Cell> cells, String strategy, double pollution, double ratio) {
        return cells.stream()
                .filter(cell -> cell.key().strategy().equals(strategy)
                        && cell.key().pollution() == pollution
                        && cell.key().refinementRatio() == ratio)
                .findFirst()
                .orElseThrow();
    }

    private static double value(Cell cell, String name) {
        return figure(cell, name).optional().orElseThrow();
    }

    /** A cache that forgets with the test. */
    private static final class MemoryCache implements OutcomeCache {
        private final Map<String, Record> outcomes = new HashMap<>();

        @Override
        public <T extends Record> Optional<T> find(String key, Class<T> type) {
            return Optional.ofNullable(outcomes.get(key + type)).map(type::cast);
        }

        @Override
        public void store(String key, Record outcome) {
            outcomes.put(key + outcome.getClass(), outcome);
        }
    }

    private static Figure figure(Cell cell, String name) {
        return Objects.requireNonNull(cell.figures().get(name), name);
    }
}
