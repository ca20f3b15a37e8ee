package io.winnow.adapter.onnx.quantise;

import io.winnow.core.feature.BackboneQuantiser.Images;
import io.winnow.core.feature.Quantisation.OutputError;
import io.winnow.core.feature.UnusableBackboneException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How far a graph's outputs are from those of the float32 graph, on images that its ranges were not taken from. Used by one thread. */
final class FeatureErrors {
    private final Images images;
    private final Set<String> outputs;
    private final int threads;
    private final List<Map<String, FloatBuffer>> expected = new ArrayList<>();

    FeatureErrors(BackboneGraph graph, Images images, int threads) throws UnusableBackboneException {
        this.images = images;
        this.outputs = new LinkedHashSet<>(graph.outputs());
        this.threads = threads;
        try (GraphSession session = new GraphSession(graph.file(), threads)) {
            for (int image = 0; image < images.size(); image++) {
                expected.add(session.run(images.read(image), outputs));
            }
        }
    }

    /** Of each output over the first images. */
    List<OutputError> of(byte[] file, int firstImages) throws UnusableBackboneException {
        double[] differences = new double[outputs.size()];
        double[] squares = new double[outputs.size()];
        try (GraphSession session = new GraphSession(file, threads)) {
            for (int image = 0; image < Math.min(firstImages, images.size()); image++) {
                Map<String, FloatBuffer> found = session.run(images.read(image), outputs);
                int output = 0;
                for (String name : outputs) {
                    FloatBuffer wanted = Named.get(expected.get(image), name);
                    differences[output] += difference(wanted, Named.get(found, name));
                    squares[output] += square(wanted);
                    output++;
                }
            }
        }
        List<OutputError> errors = new ArrayList<>();
        int output = 0;
        for (String name : outputs) {
            errors.add(new OutputError(
                    name, Math.sqrt(differences[output] / Math.max(squares[output], Float.MIN_NORMAL))));
            output++;
        }
        return errors;
    }

    /** The largest of all outputs. */
    double largest(byte[] file, int firstImages) throws UnusableBackboneException {
        return of(file, firstImages).stream()
                .mapToDouble(OutputError::relative)
                .max()
                .orElse(0);
    }

    private static double difference(FloatBuffer wanted, FloatBuffer found) {
        double sum = 0;
        for (int i = 0; i < wanted.limit(); i++) {
            double difference = (double) wanted.get(i) - found.get(i);
            sum += difference * difference;
        }
        return sum;
    }

    private static double square(FloatBuffer values) {
        double sum = 0;
        for (int i = 0; i < values.limit(); i++) {
            sum += (double) values.get(i) * values.get(i);
        }
        return sum;
    }
}
