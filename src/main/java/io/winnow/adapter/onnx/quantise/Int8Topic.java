package io.winnow.adapter.onnx.quantise;

import io.winnow.core.Progress;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.BackboneQuantiser.Images;
import io.winnow.core.feature.InstalledBackbone;
import io.winnow.core.feature.Quantisation;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.perf.Comparison;
import io.winnow.core.perf.Goal;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.PerfLog;
import io.winnow.core.perf.PerfTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Backbones in 8-bit integers against the same in float32, as the runtime runs both: the file as installed and the quantised one, the
 * same outputs fetched. Images are drawn: what they show changes no time.
 */
public final class Int8Topic implements PerfTopic {
    private static final ImageSize SIZE = new ImageSize(224, 224);
    private static final int CALIBRATION = 8;
    private static final int HELD_OUT = 2;
    private static final int ROUNDS = 25;
    private static final int IMAGES_A_ROUND = 2;
    private static final String WITH_GOAL = "resnet50";
    private static final double GOAL = 3.5;

    private final List<InstalledBackbone> backbones;
    private final List<Integer> threads;

    /**
     * A topic.
     *
     * @param backbones those whose name begins with {@code resnet50} have a goal
     * @param threads each number is measured
     */
    public Int8Topic(List<InstalledBackbone> backbones, List<Integer> threads) {
        this.backbones = List.copyOf(backbones);
        this.threads = List.copyOf(threads);
    }

    @Override
    public String name() {
        return "int8";
    }

    @Override
    public String summary() {
        return "backbones in 8-bit integers against float32";
    }

    @Override
    public void measure(PerfLog log) throws PerfException {
        if (backbones.isEmpty()) {
            throw new PerfException("no backbone to quantise is at hand: give a folder that has one with --models");
        }
        for (InstalledBackbone backbone : backbones) {
            try {
                measure(backbone, log);
            } catch (UnusableBackboneException e) {
                log.note("%s: %s".formatted(backbone.manifest().name(), e.getMessage()));
            } catch (IOException e) {
                throw new PerfException("%s cannot be measured: %s".formatted(backbone.file(), e.getMessage()), e);
            }
        }
    }

    private void measure(InstalledBackbone backbone, PerfLog log) throws UnusableBackboneException, IOException {
        BackboneManifest manifest = backbone.manifest();
        Path quantised = Files.createTempFile("winnow-perf", ".onnx");
        try {
            log.progress("quantise " + manifest.name());
            Quantisation done = new OnnxBackboneQuantiser(0, OnnxBackboneQuantiser.TARGET)
                    .quantise(
                            backbone.file(),
                            manifest,
                            drawn(CALIBRATION, 1),
                            drawn(HELD_OUT, 2),
                            quantised,
                            Progress.NONE);
            log.figure(
                    manifest.name() + ", layers left in float32",
                    done.float32Layers().size(),
                    "");
            for (int count : threads) {
                compare(backbone, quantised, count, log);
            }
        } finally {
            Files.deleteIfExists(quantised);
        }
    }

    private static void compare(InstalledBackbone backbone, Path quantised, int threads, PerfLog log)
            throws UnusableBackboneException, IOException {
        String name = backbone.manifest().name();
        Set<String> outputs = new LinkedHashSet<>(backbone.manifest().outputs());
        InputTensor image = drawn(1, 3).read(0);
        try (GraphSession int8 = new GraphSession(Files.readAllBytes(quantised), threads);
                GraphSession float32 = new GraphSession(Files.readAllBytes(backbone.file()), threads)) {
            log.compare(new Comparison(
                    "%s at %s, %d thread%s".formatted(name, SIZE, threads, threads == 1 ? "" : "s"),
                    new Comparison.Work("int8", () -> run(int8, image, outputs)),
                    new Comparison.Work("float32", () -> run(float32, image, outputs)),
                    name.startsWith(WITH_GOAL) ? Goal.timesFaster(GOAL) : new Goal(Goal.Kind.TIMES_FASTER, 1),
                    ROUNDS));
        }
    }

    private static void run(GraphSession session, InputTensor image, Set<String> outputs) {
        try {
            for (int i = 0; i < IMAGES_A_ROUND; i++) {
                session.run(image, outputs);
            }
        } catch (UnusableBackboneException e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
        }
    }

    /** Smooth noise: sums of a few waves in each channel. */
    private static Images drawn(int count, long seed) {
        return new Images() {
            @Override
            public int size() {
                return count;
            }

            @Override
            public InputTensor read(int image) {
                Random random = new Random(seed * 1_000 + image);
                InputTensor tensor = new InputTensor(SIZE);
                FloatBuffer values = tensor.values();
                while (values.hasRemaining()) {
                    double across = random.nextDouble() * 0.3;
                    double down = random.nextDouble() * 0.3;
                    for (int i = 0; i < SIZE.area(); i++) {
                        int row = i / SIZE.width();
                        int column = i % SIZE.width();
                        values.put((float) (2 * Math.sin(across * column + down * row) + 0.3 * random.nextGaussian()));
                    }
                }
                return tensor;
            }
        };
    }
}
