package io.winnow.adapter.onnx.quantise;

import io.winnow.core.Progress;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.BackboneQuantiser;
import io.winnow.core.feature.Quantisation;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.InputTensor;
import io.winnow.core.perf.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Quantises after training, statically: unsigned bytes with a zero point for what flows, signed bytes with a scale for each output
 * channel for weights (Krishnamoorthi 2018, arXiv:1806.08342; Jacob et al. 2018). Thread-safe.
 */
public final class OnnxBackboneQuantiser implements BackboneQuantiser {
    /** Rounds in which both graphs are timed, each over one image. */
    private static final int TIMED_ROUNDS = 12;

    /** Largest error of an output at which image AUROC did not move by more than 0.005 (docs/measurements-int8.md). */
    public static final double TARGET = 0.065;

    private enum Calibration {
        MIN_MAX("min-max", 0),
        PERCENTILE_5("percentile 99.999", 1e-5),
        PERCENTILE_4("percentile 99.99", 1e-4);

        private final String text;
        private final double outside;

        Calibration(String text, double outside) {
            this.text = text;
            this.outside = outside;
        }
    }

    private final int threads;
    private final double target;

    /**
     * A quantiser.
     *
     * @param threads for running graphs; 0 takes one for each processor
     * @param target largest error of an output, as a share of its root mean square
     */
    public OnnxBackboneQuantiser(int threads, double target) {
        if (threads < 0 || !(target > 0)) {
            throw new IllegalArgumentException(
                    "threads = %d must not be negative and target = %s above 0".formatted(threads, target));
        }
        this.threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        this.target = target;
    }

    @Override
    public Quantisation quantise(
            Path file, BackboneManifest manifest, Images calibration, Images heldOut, Path output, Progress progress)
            throws UnusableBackboneException {
        try {
            BackboneGraph graph =
                    FirstConvolution.rewrite(BatchNormFolding.fold(BackboneGraph.read(file, manifest.outputs())));
            List<Layer> layers = Layer.of(graph);
            if (layers.isEmpty()) {
                throw new IllegalArgumentException("it has no convolution with constant weights");
            }
            ValueRanges ranges = ValueRanges.collect(graph, values(layers), calibration, threads, progress);
            FeatureErrors errors = new FeatureErrors(graph, heldOut, threads);
            Calibration best = best(graph, layers, ranges, errors);
            LayerChoice.Chosen chosen =
                    new LayerChoice(graph, layers, ranges.scales(best.outside), errors, target).choose(progress);
            Files.write(output, chosen.file());
            double[] millis = time(graph.file(), chosen.file(), heldOut, new LinkedHashSet<>(graph.outputs()));
            return new Quantisation(
                    best.text,
                    calibration.size(),
                    heldOut.size(),
                    layers.size(),
                    chosen.float32().stream().map(Layer::output).toList(),
                    errors.of(chosen.file(), Integer.MAX_VALUE),
                    Files.size(file),
                    chosen.file().length,
                    millis[0],
                    millis[1]);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableBackboneException(
                    "backbone %s cannot be quantised: %s".formatted(manifest.name(), e.getMessage()), e);
        }
    }

    private static Set<String> values(List<Layer> layers) {
        Set<String> values = new LinkedHashSet<>();
        for (Layer layer : layers) {
            values.addAll(layer.inputs());
            values.add(layer.output());
        }
        return values;
    }

    private static Calibration best(BackboneGraph graph, List<Layer> layers, ValueRanges ranges, FeatureErrors errors)
            throws UnusableBackboneException {
        Calibration best = Calibration.MIN_MAX;
        double least = Double.POSITIVE_INFINITY;
        for (Calibration calibration : Calibration.values()) {
            Map<String, ByteScale> scales = ranges.scales(calibration.outside);
            double error = errors.largest(QdqGraph.write(graph, layers, scales), Integer.MAX_VALUE);
            if (error < least) {
                least = error;
                best = calibration;
            }
        }
        return best;
    }

    /** Median milliseconds of float32 and int8, one image each in turns. */
    private double[] time(byte[] float32, byte[] int8, Images images, Set<String> outputs)
            throws UnusableBackboneException {
        List<Double> slow = new ArrayList<>();
        List<Double> fast = new ArrayList<>();
        try (GraphSession reference = new GraphSession(float32, threads);
                GraphSession subject = new GraphSession(int8, threads)) {
            for (int round = -1; round < TIMED_ROUNDS; round++) {
                InputTensor image = images.read(Math.max(round, 0) % images.size());
                double one = millis(reference, image, outputs);
                double other = millis(subject, image, outputs);
                if (round >= 0) {
                    slow.add(one);
                    fast.add(other);
                }
            }
        }
        return new double[] {median(slow), median(fast)};
    }

    private static double millis(GraphSession session, InputTensor image, Set<String> outputs)
            throws UnusableBackboneException {
        long start = System.nanoTime();
        session.run(image, outputs);
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray())
                .median();
    }
}
