package io.winnow.adapter.onnx;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.FeatureMap;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One loaded ONNX file. Frames may run at once; closing waits for those that do. */
final class OnnxFeatureExtractor implements FeatureExtractor {
    /** Side of the test image, before it is rounded up to what the backbone accepts. */
    private static final int TEST_SIDE = 64;

    private final Model model;
    private final BackboneManifest manifest;
    private final String executionProvider;
    private final Supplier<Map<String, Integer>> profile;
    private final Object profiling = new Object();
    private @Nullable Map<String, Integer> profiled;
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * Takes the model over.
     *
     * @param profile asks the runtime where the graph runs
     */
    OnnxFeatureExtractor(
            Model model, BackboneManifest manifest, String executionProvider, Supplier<Map<String, Integer>> profile) {
        this.profile = profile;
        this.model = model;
        this.manifest = manifest;
        this.executionProvider = executionProvider;
    }

    @Override
    public BackboneManifest manifest() {
        return manifest;
    }

    @Override
    public String executionProvider() {
        return executionProvider;
    }

    /** {@inheritDoc} A question in vain is asked again the next time. */
    @Override
    public Map<String, Integer> operationsByProvider() {
        synchronized (profiling) {
            Map<String, Integer> known = profiled;
            if (known == null || known.isEmpty()) {
                known = Map.copyOf(profile.get());
                profiled = known;
            }
            return known;
        }
    }

    /** Side of an image that is small, and that the backbone accepts. */
    static int testSide(BackboneManifest manifest) {
        int multiple = manifest.sizeMultiple();
        return (TEST_SIDE + multiple - 1) / multiple * multiple;
    }

    /** Runs a grey image through the model and looks at what comes out. */
    void requireUsable() throws UnusableBackboneException {
        List<String> inputs = model.describeInput().keys();
        if (inputs.size() != 1) {
            throw new UnusableBackboneException(
                    "backbone %s has the inputs %s, must have one".formatted(manifest.name(), inputs));
        }
        int side = testSide(manifest);
        InputTensor grey = new InputTensor(new ImageSize(side, side));
        for (int i = 0; i < grey.values().capacity(); i++) {
            grey.values().put(i, 0.5f);
        }
        try {
            requireFinestFirst(extract(grey));
        } catch (RuntimeException e) {
            throw new UnusableBackboneException(
                    "backbone %s failed its test run at %dx%d: %s"
                            .formatted(manifest.name(), side, side, e.getMessage()),
                    e);
        }
    }

    private void requireFinestFirst(List<FeatureMap> maps) throws UnusableBackboneException {
        FeatureMap finest = maps.get(0);
        for (FeatureMap map : maps) {
            if (map.height() > finest.height() || map.width() > finest.width()) {
                throw new UnusableBackboneException("backbone %s: output %s (%dx%d) is finer than %s (%dx%d), the first"
                        .formatted(
                                manifest.name(),
                                map.name(),
                                map.height(),
                                map.width(),
                                finest.name(),
                                finest.height(),
                                finest.width()));
            }
        }
    }

    @Override
    public List<FeatureMap> extract(InputTensor input) {
        manifest.requireInputSize(input.size());
        lifetime.readLock().lock();
        try (NDManager manager = newManager()) {
            Shape shape = new Shape(1, 3, input.size().height(), input.size().width());
            NDArray image = manager.create(input.bytes(), shape, DataType.FLOAT32);
            NDList outputs = model.getBlock().forward(new ParameterStore(), new NDList(image), false);
            List<FeatureMap> maps = new ArrayList<>(manifest.outputs().size());
            for (String name : manifest.outputs()) {
                maps.add(featureMap(name, outputs));
            }
            return maps;
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private NDManager newManager() {
        if (closed) {
            throw new IllegalStateException("backbone %s is closed".formatted(manifest.name()));
        }
        return model.getNDManager().newSubManager();
    }

    private FeatureMap featureMap(String name, NDList outputs) {
        NDArray array = find(name, outputs);
        if (array == null) {
            Set<String> names = outputs.stream().map(NDArray::getName).collect(Collectors.toSet());
            throw new IllegalStateException("no output named %s, there are %s".formatted(name, names));
        }
        Shape shape = array.getShape();
        if (array.getDataType() != DataType.FLOAT32 || shape.dimension() != 4 || shape.get(0) != 1) {
            throw new IllegalStateException("output %s is %s%s, must be float32 [1, channels, height, width]"
                    .formatted(name, array.getDataType(), shape));
        }
        ByteBuffer bytes = array.toByteBuffer().order(ByteOrder.nativeOrder());
        requireFinite(name, bytes.asIntBuffer());
        return new FeatureMap(name, (int) shape.get(1), (int) shape.get(2), (int) shape.get(3), bytes.asFloatBuffer());
    }

    private static @Nullable NDArray find(String name, NDList outputs) {
        for (NDArray array : outputs) {
            if (name.equals(array.getName())) {
                return array;
            }
        }
        return null;
    }

    /** Compares bits as integers, which the compiler turns into vector instructions: this runs over every frame's features. */
    private void requireFinite(String name, IntBuffer bits) {
        int[] values = new int[Math.min(4096, bits.remaining())];
        int largest = 0;
        for (int from = 0; from < bits.limit(); from += values.length) {
            int count = Math.min(values.length, bits.limit() - from);
            bits.get(from, values, 0, count);
            for (int i = 0; i < count; i++) {
                largest = Math.max(largest, values[i] & 0x7fffffff);
            }
        }
        if (largest >= Float.floatToRawIntBits(Float.POSITIVE_INFINITY)) {
            throw new IllegalStateException("backbone %s: output %s holds %s; every value must be finite"
                    .formatted(manifest.name(), name, Float.intBitsToFloat(largest)));
        }
    }

    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                model.close();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }
}
