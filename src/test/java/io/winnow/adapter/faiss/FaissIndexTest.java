package io.winnow.adapter.faiss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.Progress;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IdRange;
import io.winnow.core.index.IndexDescription;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.NearestNeighborIndex;
import io.winnow.core.index.Neighbors;
import io.winnow.core.index.VectorSource;
import io.winnow.core.index.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What inverted lists and native code add to the contract of every index. */
class FaissIndexTest {
    private static FaissIndex build(FloatMatrix vectors, IndexSettings settings, int threads) {
        return (FaissIndex) Native.factory(threads).build(VectorSource.of(vectors), settings, 7, Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({"4095,faiss Flat", "4096,faiss IVFFlat nlist=105 nprobe=8 recall@1=1.000"})
    void build_ofAnySize_choosesTheKindBySize(int size, String description) {
        try (FaissIndex index = build(Vectors.gaussian(size, 3, 1), IndexSettings.AUTO, 2)) {
            assertThat(index.description()).startsWith(description);
        }
    }

    @Test
    void build_whereListsFindTooLittle_searchesAll() {
        try (FaissIndex index = build(Vectors.gaussian(6000, 48, 1), IndexSettings.AUTO, 2)) {
            assertThat(index.description()).isEqualTo("faiss Flat");
        }
    }

    @Test
    void build_ofListsAlone_looksAtAsManyAsTheRecallTakes() {
        FloatMatrix hard = Vectors.gaussian(6000, 12, 1);
        try (FaissIndex index = build(hard, IndexSettings.ivfFlat(60, 0), 2);
                FaissIndex few = build(hard, IndexSettings.ivfFlat(60, 2), 2)) {
            assertThat(IndexDescription.recall(index.description()).getAsDouble())
                    .isGreaterThanOrEqualTo(ProbeChoice.RECALL);
            assertThat(few.description()).startsWith("faiss IVFFlat nlist=60 nprobe=2 recall@1=0.");
            assertThat(IndexDescription.recall(few.description()).getAsDouble()).isLessThan(0.9);
        }
    }

    @Test
    void build_withChosenProbes_keepsThemInItsFile(@TempDir Path folder) throws IOException {
        try (FaissIndex index = build(Vectors.gaussian(6000, 12, 1), IndexSettings.ivfFlat(60, 0), 2)) {
            index.save(folder.resolve("bank"));
            try (NearestNeighborIndex loaded = Native.factory(2).load(folder.resolve("bank"))) {
                assertThat(index.description()).startsWith(loaded.description() + " recall@1=");
            }
        }
    }

    @Test
    void build_withMoreListsThanVectors_saysBothNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> build(Vectors.gaussian(20, 3, 1), IndexSettings.ivfFlat(21, 1), 1))
                .withMessageContaining("21")
                .withMessageContaining("20");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 20})
    void search_withAnyNumberOfProbes_findsWhatFaissFinds(int probes) {
        FloatMatrix vectors = Vectors.gaussian(4000, 40, 2);
        FloatMatrix queries = Vectors.gaussian(150, 40, 3);
        try (FaissIndex index = build(vectors, IndexSettings.ivfFlat(40, probes), 2)) {
            Neighbors ours = index.search(queries, 5);
            Neighbors theirs = index.faissSearch(queries, 5, probes);
            for (int q = 0; q < 150; q++) {
                for (int rank = 0; rank < 5; rank++) {
                    assertThat(ours.id(q, rank)).isEqualTo(theirs.id(q, rank));
                    assertThat(ours.squaredDistance(q, rank)).isCloseTo(theirs.squaredDistance(q, rank), within(1e-4f));
                }
            }
        }
    }

    @Test
    void search_withDefaultProbes_findsTheNearestOfAlmostAll() {
        FloatMatrix vectors = clustered(6000, 64, 4);
        FloatMatrix queries = clustered(300, 64, 5);
        try (FaissIndex index = build(vectors, IndexSettings.AUTO, 2);
                NearestNeighborIndex exact =
                        new ExactIndexFactory().build(VectorSource.of(vectors), IndexSettings.FLAT, 0, Progress.NONE)) {
            Neighbors found = index.search(queries, 1);
            Neighbors nearest = exact.search(queries, 1);
            int right = 0;
            for (int q = 0; q < 300; q++) {
                right += found.id(q, 0) == nearest.id(q, 0) ? 1 : 0;
            }
            assertThat(right / 300.0).isGreaterThanOrEqualTo(0.99);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 399})
    void search_whenTheProbedListsHoldTooFew_looksAtMoreLists(int k) {
        FloatMatrix vectors = Vectors.gaussian(500, 6, 6);
        try (FaissIndex index = build(vectors, IndexSettings.ivfFlat(60, 1), 2)) {
            Neighbors neighbors = index.search(vectors, k, new IdRange(50, 150));
            for (int q = 0; q < 500; q++) {
                Set<Long> ids = new HashSet<>();
                for (int rank = 0; rank < k; rank++) {
                    long id = neighbors.id(q, rank);
                    ids.add(id);
                    assertThat(id < 50 || id >= 150 && id < 500).isTrue();
                    assertThat((double) neighbors.squaredDistance(q, rank))
                            .isCloseTo(Vectors.squaredDistance(vectors, q, vectors, (int) id), within(1e-3));
                }
                assertThat(ids).hasSize(k);
            }
        }
    }

    @Test
    void search_amongVeryLargeAndVerySmallVectors_staysExact() {
        FloatMatrix vectors = Vectors.gaussian(1000, 12, 8);
        float[] scales = {1e-15f, 1e-3f, 1, 1e6f, 1e15f};
        for (int p = 0; p < 1000 * 12; p++) {
            vectors.values().put(p, vectors.values().get(p) * scales[p / 12 % 5]);
        }
        try (FaissIndex flat = build(vectors, IndexSettings.FLAT, 2);
                FaissIndex lists = build(vectors, IndexSettings.ivfFlat(10, 10), 2)) {
            for (FaissIndex index : List.of(flat, lists)) {
                Neighbors neighbors = index.search(vectors, 2);
                for (int q = 0; q < 1000; q++) {
                    assertThat(neighbors.id(q, 0)).isEqualTo(q);
                    assertThat(neighbors.squaredDistance(q, 0)).isZero();
                    double next = Double.POSITIVE_INFINITY;
                    for (int i = 0; i < 1000; i++) {
                        next = i == q ? next : Math.min(next, Vectors.squaredDistance(vectors, q, vectors, i));
                    }
                    assertThat((double) neighbors.squaredDistance(q, 1)).isCloseTo(next, within(1e-5 * next));
                }
            }
        }
    }

    @Test
    void buildAndSearch_onOneAndTwoThreads_giveTheSameBits(@TempDir Path folder) throws IOException {
        FloatMatrix vectors = clustered(5000, 48, 9);
        FloatMatrix queries = clustered(400, 48, 10);
        try (FaissIndex one = build(vectors, IndexSettings.AUTO, 1);
                FaissIndex two = build(vectors, IndexSettings.AUTO, 2)) {
            Neighbors a = one.search(queries, 7);
            Neighbors b = two.search(queries, 7);
            for (int q = 0; q < 400; q++) {
                for (int rank = 0; rank < 7; rank++) {
                    assertThat(b.id(q, rank)).isEqualTo(a.id(q, rank));
                    assertThat(b.squaredDistance(q, rank)).isEqualTo(a.squaredDistance(q, rank));
                }
            }
            one.save(folder.resolve("one"));
            two.save(folder.resolve("two"));
        }
        assertThat(folder.resolve("two")).hasSameBinaryContentAs(folder.resolve("one"));
    }

    @Test
    void close_whileSearchesRun_waitsForThem() throws Exception {
        FloatMatrix vectors = Vectors.gaussian(3000, 64, 11);
        FaissIndex index = build(vectors, IndexSettings.FLAT, 2);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch searching = new CountDownLatch(4);
        List<Future<?>> searches = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                searches.add(threads.submit(() -> {
                    while (index.search(vectors, 3).queries() == 3000) {
                        searching.countDown();
                    }
                }));
            }
            searching.await();
            index.close();
            for (Future<?> search : searches) {
                assertThatThrownBy(search::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("closed");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void load_ofFileThatFaissRefuses_passesItsMessageOn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("bank");
        FaissIndexFile.write(file, path -> {
            try {
                Files.writeString(path, "certainly not what faiss writes, for all its length of some bytes");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThatThrownBy(() -> Native.factory(1).load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bank")
                .hasMessageContaining("not recognized");
    }

    /** FAISS asks for the memory before it looks whether the file is that long. */
    @Test
    void load_ofFileThatLiesAboutItsVectors_isRefusedBeforeMemoryIsAskedFor(@TempDir Path folder) throws IOException {
        Path plain = folder.resolve("plain");
        try (FaissIndex index = build(Vectors.gaussian(9, 3, 13), IndexSettings.FLAT, 1)) {
            index.save(plain);
        }
        byte[] bytes = Files.readAllBytes(plain);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(37, 1L << 38);
        Path lying = folder.resolve("lying");
        FaissIndexFile.write(lying, path -> {
            try {
                Files.write(path, Arrays.copyOf(bytes, bytes.length - 24));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThatThrownBy(() -> Native.factory(1).load(lying))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("numbers are said to be " + (1L << 38) + ", which do not fit its");
    }

    @Test
    void load_ofAnIndexOfTheJavaImplementation_saysSo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("java");
        try (NearestNeighborIndex exact = new ExactIndexFactory()
                .build(VectorSource.of(Vectors.gaussian(9, 3, 12)), IndexSettings.FLAT, 0, Progress.NONE)) {
            exact.save(file);
        }
        assertThatThrownBy(() -> Native.factory(1).load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no faiss index");
    }

    @Test
    void save_intoFolderThatDoesNotExist_throwsIOException(@TempDir Path folder) {
        try (FaissIndex index = build(Vectors.gaussian(9, 3, 13), IndexSettings.FLAT, 1)) {
            assertThatThrownBy(() -> index.save(folder.resolve("none").resolve("bank")))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void selfTest_whereTheLibraryLoads_passes() {
        Native.factory(2).selfTest();
    }

    /** Points near 40 centers of a low-dimensional space, as patch embeddings are. */
    private static FloatMatrix clustered(int rows, int columns, long seed) {
        FloatMatrix centers = Vectors.gaussian(40, columns, 99);
        FloatMatrix matrix = Vectors.gaussian(rows, columns, seed);
        float[] row = new float[columns];
        for (int i = 0; i < rows; i++) {
            matrix.row(i, row);
            for (int j = 0; j < columns; j++) {
                row[j] = 2 * centers.at(i % 40, j) + (j < 6 ? 1f : 0.1f) * row[j];
            }
            matrix.setRow(i, row);
        }
        return matrix;
    }
}
