package io.winnow.core.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * All figures of a test set of 256x256 maps, from plain arrays: checks at the door, regions, boxes, sorting and every metric.
 * {@code docs/measurements-evaluation.md} has the command and the result.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx3g")
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 4)
public class EvaluationBenchmark {
    private static final int SIZE = 256;

    @Param("100")
    private int maps;

    private final List<float[]> scores = new ArrayList<>();
    private final List<byte[]> masks = new ArrayList<>();

    /** Smooth noise with one to three blobs on seven of ten images; a blob is hot where its defect is, and a little beyond. */
    @Setup
    public void generate() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < maps; i++) {
            float[] map = noise(random);
            byte[] mask = new byte[SIZE * SIZE];
            for (int blobs = i % 10 < 3 ? 0 : 1 + random.nextInt(3); blobs > 0; blobs--) {
                addBlob(random, map, mask);
            }
            scores.add(map);
            masks.add(mask);
        }
    }

    private static float[] noise(SplittableRandom random) {
        float[] map = new float[SIZE * SIZE];
        double phase = random.nextDouble() * 6;
        for (int p = 0; p < map.length; p++) {
            double wave = Math.sin(phase + p % SIZE / 17.0) * Math.cos(phase + (double) p / SIZE / 23);
            map[p] = (float) (1 + 0.2 * wave + 0.3 * random.nextDouble());
        }
        return map;
    }

    private static void addBlob(SplittableRandom random, float[] map, byte[] mask) {
        int centreY = random.nextInt(SIZE);
        int centreX = random.nextInt(SIZE);
        int radius = 4 + random.nextInt(24);
        for (int p = 0; p < map.length; p++) {
            double distance = Math.hypot((double) p / SIZE - centreY, p % SIZE - centreX);
            map[p] += (float) Math.max(0, 1 - distance / (1.5 * radius));
            mask[p] |= (byte) (distance < radius ? 1 : 0);
        }
    }

    /** Everything that {@code winnow evaluate} reports. */
    @Benchmark
    public Evaluation allFigures() {
        return Evaluation.of(ScoreMaps.of(SIZE, SIZE, scores), Masks.of(SIZE, SIZE, masks));
    }

    /** The part of it that is sorting. */
    @Benchmark
    public PixelRanking sortedPixels() {
        return PixelRanking.of(ScoreMaps.of(SIZE, SIZE, scores), Masks.of(SIZE, SIZE, masks));
    }
}
