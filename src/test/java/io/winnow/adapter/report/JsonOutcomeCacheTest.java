package io.winnow.adapter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.bench.EvaluationOutcome;
import io.winnow.core.bench.Example;
import io.winnow.core.bench.RefinementOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonOutcomeCacheTest {
    private static final String KEY = "ab12";

    private final Path folder;
    private final JsonOutcomeCache cache;

    JsonOutcomeCacheTest(@TempDir Path folder) {
        this.folder = folder;
        this.cache = new JsonOutcomeCache(folder);
    }

    @Test
    void find_storedOutcomes_comeBackWhole() throws IOException {
        RefinementOutcome refinement = new RefinementOutcome(List.of("b", "a"), 3, 0.1);
        Example example =
                new Example("x", null, 0.5, 1, 2, -1, 1, new byte[] {0, -1}, List.of(List.of(0.0, 0.0, 0.5, 1.0)));
        EvaluationOutcome evaluation =
                new EvaluationOutcome(Map.of("pl30", 1 / 3.0), Map.of("aupro", "no"), 2, List.of(example), 4);

        cache.store(KEY, refinement);
        cache.store(KEY, evaluation);

        assertThat(cache.find(KEY, RefinementOutcome.class)).contains(refinement);
        assertThat(cache.find(KEY, EvaluationOutcome.class))
                .get()
                .usingRecursiveComparison()
                .isEqualTo(evaluation);
    }

    @Test
    void find_unknownKey_isEmpty() throws IOException {
        assertThat(cache.find(KEY, RefinementOutcome.class)).isEmpty();
    }

    @Test
    void find_damagedFile_namesIt() throws IOException {
        cache.store(KEY, new RefinementOutcome(List.of(), 0, 0));
        Path file = onlyFile();
        Files.writeString(file, "{\"dropped\": [");

        assertThatThrownBy(() -> cache.find(KEY, RefinementOutcome.class))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "delete it");
    }

    @Test
    void store_leavesNoPartialFile() throws IOException {
        cache.store(KEY, new RefinementOutcome(List.of(), 0, 0));
        cache.store(KEY, new RefinementOutcome(List.of("a"), 0, 0));

        assertThat(onlyFile().getFileName().toString()).startsWith(KEY);
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
