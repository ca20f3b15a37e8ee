package io.winnow.adapter.faiss;

import com.sun.management.OperatingSystemMXBean;
import io.winnow.core.Progress;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.Neighbors;
import io.winnow.core.index.VectorSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Holds the search against that of FAISS over the same index: time, and recall against exact search. Not a test; see
 * {@code docs/measurements-search.md}.
 *
 * <p>Arguments: dimension, number of vectors, threads, and optionally a file of float32 vectors, native byte order, of which
 * the last 784 are the queries. Without a file vectors are drawn: 16 latent dimensions, noise, negative values cut to 0.
 */
final class SearchMeasurement {
    private static final int QUERIES = 784;
    private static final int K = 5;
    private static final int ROUNDS = 8;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final FloatMatrix vectors;
    private final FloatMatrix queries;
    private final FaissIndexFactory factory;

    private SearchMeasurement(FloatMatrix all, int threads) throws FaissUnavailableException {
        vectors = all.slice(0, all.rows() - QUERIES);
        queries = all.slice(all.rows() - QUERIES, all.rows());
        factory = FaissIndexFactory.load(threads);
    }

    public static void main(String[] args) throws FaissUnavailableException, IOException {
        int dimension = Integer.parseInt(args[0]);
        int rows = Integer.parseInt(args[1]) + QUERIES;
        FloatMatrix all = args.length > 3 ? read(Path.of(args[3]), rows, dimension) : draw(rows, dimension);
        new SearchMeasurement(all, Integer.parseInt(args[2])).run();
    }

    private void run() {
        print("%s, %d vectors of dimension %d, %d queries, k = %d; best wall / mean CPU ms"
                .formatted(factory.name(), vectors.rows(), vectors.columns(), QUERIES, K));
        Neighbors exact;
        try (FaissIndex flat = build(IndexSettings.FLAT)) {
            exact = flat.search(queries, K);
            Times ours = time(() -> flat.search(queries, K));
            Times faiss = time(() -> flat.faissSearch(queries, K, 0));
            print("| Flat | %s | %s | %.1f / %.1f | 1 |"
                    .formatted(ours, faiss, faiss.wall / ours.wall, faiss.cpu / ours.cpu));
        }
        long start = System.nanoTime();
        try (FaissIndex first = build(IndexSettings.ivfFlat(0, 1))) {
            print("built %s in %.1f s".formatted(first.description(), (System.nanoTime() - start) * 1e-9));
        }
        for (int probes : new int[] {8, 16, 32}) {
            try (FaissIndex lists = build(IndexSettings.ivfFlat(0, probes))) {
                double recall = recall(lists.search(queries, K), exact);
                Times ours = time(() -> lists.search(queries, K));
                Times faiss = time(() -> lists.faissSearch(queries, K, probes));
                print("| nprobe %d | %s | %s | %.1f / %.1f | %.4f |"
                        .formatted(probes, ours, faiss, faiss.wall / ours.wall, faiss.cpu / ours.cpu, recall));
            }
        }
    }

    private FaissIndex build(IndexSettings settings) {
        return (FaissIndex) factory.build(VectorSource.of(vectors), settings, 7, Progress.NONE);
    }

    private static double recall(Neighbors found, Neighbors exact) {
        int right = 0;
        for (int q = 0; q < QUERIES; q++) {
            right += found.squaredDistance(q, 0) <= exact.squaredDistance(q, 0) ? 1 : 0;
        }
        return right / (double) QUERIES;
    }

    private static Times time(Supplier<Neighbors> search) {
        double wall = Double.MAX_VALUE;
        long cpuBefore = SYSTEM.getProcessCpuTime();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            if (search.get().queries() != QUERIES) {
                throw new IllegalStateException("a search did not answer all queries");
            }
            wall = Math.min(wall, (System.nanoTime() - start) * 1e-6);
        }
        return new Times(wall, (SYSTEM.getProcessCpuTime() - cpuBefore) * 1e-6 / ROUNDS);
    }

    private static FloatMatrix draw(int rows, int dimension) {
        Random random = new Random(1);
        float[][] basis = new float[16][dimension];
        for (float[] direction : basis) {
            for (int j = 0; j < dimension; j++) {
                direction[j] = (float) random.nextGaussian() / 4;
            }
        }
        FloatMatrix matrix = FloatMatrix.zeros(rows, dimension);
        float[] row = new float[dimension];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < dimension; j++) {
                row[j] = 0.15f * (float) random.nextGaussian();
            }
            for (float[] direction : basis) {
                float latent = (float) random.nextGaussian();
                for (int j = 0; j < dimension; j++) {
                    row[j] += latent * direction[j];
                }
            }
            for (int j = 0; j < dimension; j++) {
                row[j] = Math.max(0, row[j]);
            }
            matrix.setRow(i, row);
        }
        return matrix;
    }

    private static FloatMatrix read(Path file, int rows, int dimension) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(rows, dimension * Float.BYTES))
                .order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(file)) {
            long position = channel.size() - bytes.capacity();
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, position + bytes.position()) < 0) {
                    throw new IOException(
                            "%s holds fewer than %d vectors of dimension %d".formatted(file, rows, dimension));
                }
            }
        }
        return FloatMatrix.wrap(bytes.flip().asFloatBuffer(), rows, dimension);
    }

    private static void print(String line) {
        System.out.println(line);
    }

    private record Times(double wall, double cpu) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f / %.1f", wall, cpu);
        }
    }
}
