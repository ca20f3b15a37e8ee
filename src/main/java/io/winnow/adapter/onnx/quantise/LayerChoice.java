package io.winnow.adapter.onnx.quantise;

import io.winnow.core.Progress;
import io.winnow.core.feature.UnusableBackboneException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which layers calculate in integers: all, where the error is small enough; otherwise those that do most harm alone are left
 * in float32 until it is. Errors of single layers add up as squares, nearly; that sum says how many are left out at once, and the
 * measured error has the last word.
 */
final class LayerChoice {
    /** Share of the layers beyond which integers gain too little to be worth it. */
    private static final double MOST_LEFT_OUT = 0.5;

    /** Images that single layers are tried on: their order matters, not their error's last digit. */
    private static final int IMAGES = 2;

    /** What was chosen: the file, and the layers in it that stay in float32. */
    record Chosen(byte[] file, List<Layer> float32) {}

    private record Tried(Layer layer, double error) {}

    private final BackboneGraph graph;
    private final List<Layer> layers;
    private final Map<String, ByteScale> scales;
    private final FeatureErrors errors;
    private final double target;

    LayerChoice(
            BackboneGraph graph,
            List<Layer> layers,
            Map<String, ByteScale> scales,
            FeatureErrors errors,
            double target) {
        this.graph = graph;
        this.layers = layers;
        this.scales = scales;
        this.errors = errors;
        this.target = target;
    }

    Chosen choose(Progress progress) throws UnusableBackboneException {
        byte[] file = without(Set.of());
        double error = errors.largest(file, Integer.MAX_VALUE);
        if (error <= target) {
            return new Chosen(file, List.of());
        }
        List<Tried> worst = tryEach(progress);
        Set<Layer> left = new LinkedHashSet<>();
        double remaining = error * error;
        int most = (int) (layers.size() * MOST_LEFT_OUT);
        for (Tried tried : worst) {
            if (left.size() >= most) {
                break;
            }
            left.add(tried.layer());
            remaining -= tried.error() * tried.error();
            if (remaining <= target * target) {
                file = without(left);
                error = errors.largest(file, Integer.MAX_VALUE);
                if (error <= target) {
                    return new Chosen(file, List.copyOf(left));
                }
                remaining = error * error;
            }
        }
        throw new UnusableBackboneException(
                ("in 8-bit integers its features are off by %.1f %%, must be at most %.1f %%, with %d of %d layers left in"
                                + " float32; leave it in float32")
                        .formatted(100 * error, 100 * target, left.size(), layers.size()));
    }

    private List<Tried> tryEach(Progress progress) throws UnusableBackboneException {
        List<Tried> tried = new ArrayList<>();
        for (Layer layer : layers) {
            progress.advance("try layers in integers", tried.size(), layers.size());
            tried.add(new Tried(layer, errors.largest(QdqGraph.write(graph, List.of(layer), scales), IMAGES)));
        }
        tried.sort(Comparator.comparingDouble(Tried::error).reversed());
        return tried;
    }

    private byte[] without(Set<Layer> left) {
        return QdqGraph.write(
                graph, layers.stream().filter(layer -> !left.contains(layer)).toList(), scales);
    }
}
