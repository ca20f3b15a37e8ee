package io.winnow.adapter.faiss;

import io.winnow.core.Progress;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.NearestNeighborIndex;
import io.winnow.core.index.Neighbors;
import io.winnow.core.index.VectorSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The dot-product kernels: exact search of a bank that stays in the second cache, where little else counts. WINNOW_FAISS_ISA chooses
 * the kernels; {@code docs/measurements-search.md} has the command.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FlatSearchBenchmark {
    private static final int ROWS = 512;
    private static final int QUERIES = 768;

    @Param({"128", "384", "1536"})
    private int dimension;

    private @Nullable NearestNeighborIndex index;
    private FloatMatrix queries = FloatMatrix.zeros(0, 1);

    @Setup
    public void build() throws FaissUnavailableException {
        FloatMatrix all = DrawnVectors.of(ROWS + QUERIES, dimension);
        queries = all.slice(ROWS, ROWS + QUERIES);
        index = FaissIndexFactory.load(1)
                .build(VectorSource.of(all.slice(0, ROWS)), IndexSettings.FLAT, 1, Progress.NONE);
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(index).close();
    }

    @Benchmark
    public Neighbors search() {
        return Objects.requireNonNull(index).search(queries, 1);
    }
}
