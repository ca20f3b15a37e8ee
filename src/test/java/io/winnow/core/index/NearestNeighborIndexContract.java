package io.winnow.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every index holds, whichever library is behind it. The settings under test must make the search exhaustive. */
public abstract class NearestNeighborIndexContract {
    /** The implementation under test. */
    protected abstract IndexFactory factory();

    /** Settings that make the search exhaustive. */
    protected abstract IndexSettings settings();

    protected final NearestNeighborIndex build(FloatMatrix vectors) {
        return factory().build(VectorSource.of(vectors), settings(), 7, Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,3", "37,1", "300,5", "300,17", "257,31", "700,64", "500,67", "260,515", "130,1536"})
    void search_ofAnySizeAndDimension_equalsDoublePrecision(int size, int dimension) {
        FloatMatrix vectors = Vectors.gaussian(size, dimension, 1);
        FloatMatrix queries = Vectors.gaussian(21, dimension, 2);
        int k = Math.min(size, 6);
        try (NearestNeighborIndex index = build(vectors)) {
            assertThat(index.dimension()).isEqualTo(dimension);
            assertThat(index.size()).isEqualTo(size);
            assertThat(index.description()).isNotBlank();
            assertEqualsOracle(index.search(queries, k), vectors, queries, k, IdRange.EMPTY);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 200})
    void search_withAnyNumberOfNeighbours_ordersThemByDistance(int k) {
        FloatMatrix vectors = Vectors.gaussian(200, 24, 3);
        FloatMatrix queries = Vectors.gaussian(9, 24, 4);
        try (NearestNeighborIndex index = build(vectors)) {
            assertEqualsOracle(index.search(queries, k), vectors, queries, k, IdRange.EMPTY);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1", "0,150", "100,250", "399,400", "395,400", "20,20"})
    void search_withExcludedRange_returnsTheNearestOfTheRest(long from, long to) {
        FloatMatrix vectors = Vectors.gaussian(400, 20, 5);
        IdRange excluded = new IdRange(from, to);
        try (NearestNeighborIndex index = build(vectors)) {
            assertEqualsOracle(index.search(vectors, 3, excluded), vectors, vectors, 3, excluded);
        }
    }

    @Test
    void search_excludingAllButK_returnsThoseK() {
        FloatMatrix vectors = Vectors.gaussian(100, 8, 6);
        try (NearestNeighborIndex index = build(vectors)) {
            Neighbors neighbors = index.search(vectors, 4, new IdRange(0, 96));
            for (int q = 0; q < 100; q++) {
                assertThat(idsOf(neighbors, q)).containsExactlyInAnyOrder(96L, 97L, 98L, 99L);
            }
        }
    }

    @Test
    void search_withEqualDistances_prefersLowerIds() {
        FloatMatrix vectors = Vectors.grid(600, 3, 4, 8);
        FloatMatrix queries = Vectors.grid(40, 3, 4, 9);
        try (NearestNeighborIndex index = build(vectors)) {
            Neighbors neighbors = index.search(queries, 25);
            List<List<Long>> expected = oracle(vectors, queries, 25, IdRange.EMPTY);
            for (int q = 0; q < queries.rows(); q++) {
                assertThat(idsOf(neighbors, q)).isEqualTo(expected.get(q));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 100, 10_000})
    void search_forVectorsOfTheIndex_findsThemAtDistanceZero(float offset) {
        FloatMatrix vectors = Vectors.gaussian(500, 96, 10);
        for (int p = 0; p < vectors.rows() * vectors.columns(); p++) {
            vectors.values().put(p, vectors.values().get(p) + offset);
        }
        try (NearestNeighborIndex index = build(vectors)) {
            Neighbors neighbors = index.search(vectors, 2);
            for (int q = 0; q < vectors.rows(); q++) {
                assertThat(neighbors.id(q, 0)).isEqualTo(q);
                assertThat(neighbors.squaredDistance(q, 0)).isZero();
                assertThat(neighbors.squaredDistance(q, 1)).isPositive();
            }
        }
    }

    @Test
    void search_amongDuplicates_returnsAllOfThemByAscendingId() {
        FloatMatrix vectors = Vectors.gaussian(300, 33, 11);
        float[] row = new float[33];
        vectors.row(17, row);
        for (int copy : new int[] {3, 99, 250}) {
            vectors.setRow(copy, row);
        }
        try (NearestNeighborIndex index = build(vectors)) {
            Neighbors neighbors = index.search(vectors.slice(17, 18), 5);
            assertThat(idsOf(neighbors, 0).subList(0, 4)).containsExactly(3L, 17L, 99L, 250L);
            assertThat(neighbors.squaredDistance(0, 3)).isZero();
            assertThat(neighbors.squaredDistance(0, 4)).isPositive();
        }
    }

    @Test
    void search_amongIdenticalVectorsOnly_returnsTheLowestIds() {
        try (NearestNeighborIndex index = build(FloatMatrix.zeros(400, 16))) {
            Neighbors neighbors = index.search(FloatMatrix.zeros(2, 16), 3);
            assertThat(idsOf(neighbors, 1)).containsExactly(0L, 1L, 2L);
            assertThat(neighbors.squaredDistance(1, 2)).isZero();
        }
    }

    @Test
    void search_withoutQueries_returnsNothing() {
        try (NearestNeighborIndex index = build(Vectors.gaussian(10, 4, 12))) {
            assertThat(index.search(FloatMatrix.zeros(0, 4), 2).queries()).isZero();
        }
    }

    @Test
    void search_withTooManyNeighbours_saysBothNumbers() {
        try (NearestNeighborIndex index = build(Vectors.gaussian(10, 4, 13))) {
            FloatMatrix query = FloatMatrix.zeros(1, 4);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> index.search(query, 11))
                    .withMessageContaining("11")
                    .withMessageContaining("10");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> index.search(query, 8, new IdRange(2, 5)))
                    .withMessageContaining("k = 8")
                    .withMessageContaining("7");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> index.search(query, 0))
                    .withMessageContaining("k = 0");
        }
    }

    @Test
    void search_withQueriesOfAnotherDimension_saysBoth() {
        try (NearestNeighborIndex index = build(Vectors.gaussian(10, 4, 14))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> index.search(FloatMatrix.zeros(1, 5), 1))
                    .withMessageContaining("5")
                    .withMessageContaining("4");
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void searchAndBuild_withValuesThatAreNotFinite_areRefused(float value) {
        FloatMatrix spoilt = Vectors.gaussian(300, 4, 15);
        spoilt.values().put(4 * 299 + 2, value);
        try (NearestNeighborIndex index = build(Vectors.gaussian(300, 4, 16))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> index.search(spoilt, 1))
                    .withMessageContaining("finite");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> build(spoilt)).withMessageContaining("finite");
    }

    @Test
    void build_withoutVectors_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> build(FloatMatrix.zeros(0, 4)))
                .withMessageContaining("at least one");
    }

    @Test
    void build_fromBlocks_equalsBuildFromOneMatrix() {
        FloatMatrix vectors = Vectors.gaussian(500, 12, 17);
        FloatMatrix queries = Vectors.gaussian(30, 12, 18);
        try (NearestNeighborIndex whole = build(vectors);
                NearestNeighborIndex inBlocks =
                        factory().build(Vectors.inBlocks(vectors, 77), settings(), 7, Progress.NONE)) {
            assertSame(inBlocks.search(queries, 5), whole.search(queries, 5));
        }
    }

    @Test
    void build_whenCancelled_stops() {
        Progress cancelled = (phase, done, total) -> {
            throw new CancellationException();
        };
        VectorSource vectors = VectorSource.of(Vectors.gaussian(300, 4, 19));
        assertThatThrownBy(() -> factory().build(vectors, settings(), 7, cancelled))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void search_repeatedAndInPartsAndAtOnce_givesTheSameBits() throws Exception {
        FloatMatrix vectors = Vectors.gaussian(900, 50, 20);
        FloatMatrix queries = Vectors.gaussian(200, 50, 21);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (NearestNeighborIndex index = build(vectors)) {
            Neighbors expected = index.search(queries, 4);
            List<Future<Neighbors>> repeated = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                repeated.add(threads.submit(() -> index.search(queries, 4)));
            }
            for (Future<Neighbors> neighbors : repeated) {
                assertSame(neighbors.get(), expected);
            }
            for (int q = 0; q < queries.rows(); q += 37) {
                Neighbors one = index.search(queries.slice(q, q + 1), 4);
                for (int rank = 0; rank < 4; rank++) {
                    assertThat(one.id(0, rank)).isEqualTo(expected.id(q, rank));
                    assertThat(one.squaredDistance(0, rank)).isEqualTo(expected.squaredDistance(q, rank));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void load_afterSave_givesTheSameNeighbours(@TempDir Path folder) throws IOException {
        FloatMatrix vectors = Vectors.gaussian(600, 19, 22);
        FloatMatrix queries = Vectors.gaussian(25, 19, 23);
        Path file = folder.resolve("index");
        try (NearestNeighborIndex index = build(vectors)) {
            index.save(file);
            index.save(file);
            try (NearestNeighborIndex loaded = factory().load(file)) {
                assertThat(loaded.size()).isEqualTo(600);
                assertThat(loaded.dimension()).isEqualTo(19);
                assertThat(loaded.description()).isEqualTo(index.description());
                assertSame(loaded.search(queries, 5), index.search(queries, 5));
            }
        }
        assertThat(folder.toFile().list()).containsExactly("index");
    }

    @Test
    void save_ofTwoBuilds_writesTheSameBytes(@TempDir Path folder) throws IOException {
        FloatMatrix vectors = Vectors.gaussian(600, 19, 22);
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        try (NearestNeighborIndex a = build(vectors);
                NearestNeighborIndex b = build(vectors)) {
            a.save(first);
            b.save(second);
        }
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void load_ofMissingOrDamagedFile_throwsIOExceptionNamingIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("index.bin");
        assertThatThrownBy(() -> factory().load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("index.bin");
        try (NearestNeighborIndex index = build(Vectors.gaussian(300, 7, 24))) {
            index.save(file);
        }
        byte[] intact = Files.readAllBytes(file);
        for (int length : new int[] {0, 3, 19, intact.length / 2, intact.length - 1}) {
            assertDamaged(file, Arrays.copyOf(intact, length));
        }
        for (int position = 0; position < intact.length; position += position < 64 ? 1 : 211) {
            byte[] flipped = intact.clone();
            flipped[position] ^= 0x41;
            assertDamaged(file, flipped);
        }
        assertDamaged(file, Arrays.copyOf(intact, intact.length + 1));
        assertDamaged(file, new byte[4096]);
    }

    private void assertDamaged(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        assertThatThrownBy(() -> factory().load(file).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("index.bin");
    }

    @Test
    void anyUse_afterClose_throwsIllegalState(@TempDir Path folder) {
        NearestNeighborIndex index = build(Vectors.gaussian(10, 4, 25));
        index.close();
        index.close();
        assertThatIllegalStateException().isThrownBy(() -> index.search(FloatMatrix.zeros(1, 4), 1));
        assertThatIllegalStateException().isThrownBy(() -> index.save(folder.resolve("closed")));
    }

    private static void assertEqualsOracle(
            Neighbors neighbors, FloatMatrix vectors, FloatMatrix queries, int k, IdRange excluded) {
        List<List<Long>> expected = oracle(vectors, queries, k, excluded);
        assertThat(neighbors.k()).isEqualTo(k);
        assertThat(neighbors.queries()).isEqualTo(queries.rows());
        for (int q = 0; q < queries.rows(); q++) {
            assertThat(idsOf(neighbors, q)).doesNotHaveDuplicates().noneMatch(excluded::contains);
            for (int rank = 0; rank < k; rank++) {
                double exact = Vectors.squaredDistance(
                        queries, q, vectors, expected.get(q).get(rank).intValue());
                double own = Vectors.squaredDistance(queries, q, vectors, (int) neighbors.id(q, rank));
                assertThat((double) neighbors.squaredDistance(q, rank)).isCloseTo(exact, within(1e-5 * exact));
                assertThat((double) neighbors.squaredDistance(q, rank)).isCloseTo(own, within(1e-5 * own));
            }
        }
    }

    private static List<List<Long>> oracle(FloatMatrix vectors, FloatMatrix queries, int k, IdRange excluded) {
        List<List<Long>> result = new ArrayList<>();
        for (int q = 0; q < queries.rows(); q++) {
            int query = q;
            double[] distances = IntStream.range(0, vectors.rows())
                    .mapToDouble(i -> Vectors.squaredDistance(queries, query, vectors, i))
                    .toArray();
            result.add(IntStream.range(0, vectors.rows())
                    .filter(i -> !excluded.contains(i))
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> distances[i]))
                    .limit(k)
                    .map(Integer::longValue)
                    .toList());
        }
        return result;
    }

    private static List<Long> idsOf(Neighbors neighbors, int query) {
        return IntStream.range(0, neighbors.k())
                .mapToObj(rank -> neighbors.id(query, rank))
                .toList();
    }

    private static void assertSame(Neighbors actual, Neighbors expected) {
        assertThat(actual.queries()).isEqualTo(expected.queries());
        for (int q = 0; q < expected.queries(); q++) {
            for (int rank = 0; rank < expected.k(); rank++) {
                assertThat(actual.id(q, rank)).isEqualTo(expected.id(q, rank));
                assertThat(actual.squaredDistance(q, rank)).isEqualTo(expected.squaredDistance(q, rank));
            }
        }
    }
}
