package io.winnow.adapter.onnx.quantise;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.winnow.adapter.onnx.OnnxSessions;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.InputTensor;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A graph from memory, run on the CPU. Used by one thread. */
final class GraphSession implements AutoCloseable {
    private final OrtEnvironment environment = OnnxSessions.environment();
    private final OrtSession session;
    private final String input;

    GraphSession(byte[] file, int threads) throws UnusableBackboneException {
        try (SessionOptions options = OnnxSessions.options(threads)) {
            session = environment.createSession(file, options);
            input = session.getInputNames().iterator().next();
        } catch (OrtException e) {
            throw new UnusableBackboneException("the quantised graph cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** All values asked for, flat. */
    Map<String, FloatBuffer> run(InputTensor image, Set<String> values) throws UnusableBackboneException {
        long[] shape = {1, 3, image.size().height(), image.size().width()};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, image.values(), shape);
                OrtSession.Result result = session.run(Map.of(input, tensor), values)) {
            Map<String, FloatBuffer> found = new LinkedHashMap<>();
            for (Map.Entry<String, ai.onnxruntime.OnnxValue> value : result) {
                found.put(value.getKey(), ((OnnxTensor) value.getValue()).getFloatBuffer());
            }
            return found;
        } catch (OrtException e) {
            throw new UnusableBackboneException("the graph failed on an image: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws UnusableBackboneException {
        try {
            session.close();
        } catch (OrtException e) {
            throw new UnusableBackboneException("the graph cannot be closed: " + e.getMessage(), e);
        }
    }
}
