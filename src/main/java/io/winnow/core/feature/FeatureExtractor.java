package io.winnow.core.feature;

import io.winnow.core.image.InputTensor;
import java.util.List;
import java.util.Map;

/** A frozen backbone. Thread-safe; calls may be serialised inside. */
public interface FeatureExtractor extends AutoCloseable {
    /** What it is and how its input is made. */
    BackboneManifest manifest();

    /** What really runs it, for people: {@code "ONNX Runtime 1.29.0, CPU"}. */
    String executionProvider();

    /**
     * How many operations of the graph each execution provider really ran, by its name, as the runtime reports after a run of its own.
     * Takes as long as opening the backbone does, the first time. Empty where the runtime does not say.
     */
    default Map<String, Integer> operationsByProvider() {
        return Map.of();
    }

    /** The outputs that the manifest names, in its order, for one image. The maps are the caller's to keep. */
    List<FeatureMap> extract(InputTensor input);

    @Override
    void close();
}
