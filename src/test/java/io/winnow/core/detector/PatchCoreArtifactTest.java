package io.winnow.core.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.Progress;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.index.GreedyKCenter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchCoreArtifactTest {
    private static final PatchCoreSettings EVERYTHING = PatchCoreSettings.DEFAULT
            .withCoresetShare(0.7)
            .withReweightNeighbours(3)
            .withStandardise(true);

    private final Path folder;
    private final PoolEmbeddings pool = Pools.normal(5, 1);

    PatchCoreArtifactTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void read_writtenDetector_scoresAlike() throws IOException {
        PatchEmbeddings query = Pools.image(new Random(2));
        try (PatchCore detector = fitted()) {
            PatchCoreArtifact.write(detector, folder);
            try (PatchCore read = PatchCoreArtifact.read(folder, new ExactIndexFactory())) {
                assertSame(read.detect(query), detector.detect(query));
                assertSame(read.detectLeavingOut(pool.patches(3), 3), detector.detectLeavingOut(pool.patches(3), 3));
            }
        }
    }

    @Test
    void write_twice_replacesTheFirst() throws IOException {
        try (PatchCore first = fitted();
                PatchCore second =
                        PatchCoreTest.trainer(PatchCoreSettings.DEFAULT).fit(pool, 0, Progress.NONE)) {
            PatchCoreArtifact.write(first, folder);
            PatchCoreArtifact.write(second, folder);
            try (PatchCore read = PatchCoreArtifact.read(folder, new ExactIndexFactory())) {
                assertThat(read.size()).isEqualTo(second.size());
            }
        }
    }

    @Test
    void read_anyDamagedByte_isRefusedNamingTheFile() throws IOException {
        try (PatchCore detector = fitted()) {
            PatchCoreArtifact.write(detector, folder);
        }
        for (String name : new String[] {PatchCoreArtifact.HEADER_FILE, PatchCoreArtifact.INDEX_FILE}) {
            Path file = folder.resolve(name);
            byte[] intact = Files.readAllBytes(file);
            for (int position = 0; position < intact.length; position += 7) {
                byte[] damaged = intact.clone();
                damaged[position] ^= 0x40;
                Files.write(file, damaged);
                assertRefused(name);
            }
            Files.write(file, java.util.Arrays.copyOf(intact, intact.length - 1));
            assertRefused(name);
            Files.write(file, intact);
        }
    }

    @Test
    void read_missingHeader_isRefused() {
        assertRefused(PatchCoreArtifact.HEADER_FILE);
    }

    private void assertRefused(String name) {
        assertThatThrownBy(() ->
                        PatchCoreArtifact.read(folder, new ExactIndexFactory()).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve(name).toString());
    }

    private PatchCore fitted() {
        return new PatchCoreTrainer(new ExactIndexFactory(), new GreedyKCenter(), EVERYTHING)
                .fit(pool, 0, Progress.NONE);
    }

    private static void assertSame(Detection actual, Detection expected) {
        assertThat(actual.score()).isEqualTo(expected.score());
        assertThat(actual.map().toArray()).isEqualTo(expected.map().toArray());
    }
}
