package io.winnow.adapter.onnx.quantise;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.winnow.core.Progress;
import io.winnow.core.feature.BackboneQuantiser.Images;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.InputTensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values occur where in a graph while it sees some images. The first pass finds the extremes, computed by the runtime itself;
 * the second counts in bins between them. Only one image's values are held, and of them only so many as {@link #HELD_FLOATS}. The
 * same images give the same ranges.
 */
final class ValueRanges {
    /** Most values that are fetched at once, unless one value alone has more. */
    private static final long HELD_FLOATS = 16L << 20;

    private static final String LOWEST = ":lowest";
    private static final String HIGHEST = ":highest";
    private static final String SIZE = ":size";

    private static final class Range {
        private double lowest = Double.POSITIVE_INFINITY;
        private double highest = Double.NEGATIVE_INFINITY;
        private long size;
    }

    private final Map<String, Histogram> histograms = new LinkedHashMap<>();
    private final Map<String, Range> ranges = new LinkedHashMap<>();

    private ValueRanges() {}

    static ValueRanges collect(BackboneGraph graph, Set<String> values, Images images, int threads, Progress progress)
            throws UnusableBackboneException {
        ValueRanges found = new ValueRanges();
        Set<String> calculated = new LinkedHashSet<>(values);
        calculated.remove(graph.input());
        values.forEach(value -> found.ranges.put(value, new Range()));
        try (GraphSession session = new GraphSession(extremes(graph, calculated), threads)) {
            found.findExtremes(graph.input(), calculated, session, images, progress);
        }
        try (GraphSession session = new GraphSession(open(graph, calculated), threads)) {
            found.count(graph.input(), session, images, progress);
        }
        return found;
    }

    private static byte[] extremes(BackboneGraph graph, Set<String> values) {
        List<NodeProto> nodes = new ArrayList<>(graph.nodes());
        List<ValueInfoProto> outputs = new ArrayList<>(graph.declaredOutputs());
        for (String value : values) {
            nodes.add(reduce("ReduceMin", value, value + LOWEST));
            nodes.add(reduce("ReduceMax", value, value + HIGHEST));
            outputs.add(declared(value + LOWEST));
            outputs.add(declared(value + HIGHEST));
            nodes.add(NodeProto.newBuilder()
                    .setOpType("Size")
                    .addInput(value)
                    .addOutput(value + SIZE + ":int64")
                    .build());
            nodes.add(NodeProto.newBuilder()
                    .setOpType("Cast")
                    .addInput(value + SIZE + ":int64")
                    .addOutput(value + SIZE)
                    .addAttribute(integer("to", TensorProto.DataType.FLOAT_VALUE))
                    .build());
            outputs.add(declared(value + SIZE));
        }
        return graph.file(nodes, graph.constants(), outputs);
    }

    private static NodeProto reduce(String operation, String value, String output) {
        return NodeProto.newBuilder()
                .setOpType(operation)
                .addInput(value)
                .addOutput(output)
                .addAttribute(integer("keepdims", 0))
                .build();
    }

    private static AttributeProto integer(String name, long number) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(number)
                .build();
    }

    /** The graph with all values as outputs. */
    private static byte[] open(BackboneGraph graph, Set<String> values) {
        List<ValueInfoProto> outputs = new ArrayList<>(graph.declaredOutputs());
        values.stream().filter(value -> !graph.isOutput(value)).forEach(value -> outputs.add(declared(value)));
        return graph.file(graph.nodes(), graph.constants(), outputs);
    }

    /** Of a shape that the runtime finds out. */
    private static ValueInfoProto declared(String value) {
        return ValueInfoProto.newBuilder()
                .setName(value)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE)))
                .build();
    }

    private void findExtremes(
            String input, Set<String> calculated, GraphSession session, Images images, Progress progress)
            throws UnusableBackboneException {
        Set<String> names = new LinkedHashSet<>();
        calculated.forEach(value -> {
            names.add(value + LOWEST);
            names.add(value + HIGHEST);
            names.add(value + SIZE);
        });
        for (int image = 0; image < images.size(); image++) {
            progress.advance("find value ranges", image, 2L * images.size());
            InputTensor tensor = images.read(image);
            Map<String, FloatBuffer> extremes = session.run(tensor, names);
            for (String value : calculated) {
                Named.get(ranges, value).size =
                        (long) Named.get(extremes, value + SIZE).get(0);
                widen(
                        Named.get(ranges, value),
                        Named.get(extremes, value + LOWEST).get(0),
                        Named.get(extremes, value + HIGHEST).get(0));
            }
            if (ranges.containsKey(input)) {
                FloatBuffer pixels = tensor.values();
                for (int i = 0; i < pixels.limit(); i++) {
                    widen(Named.get(ranges, input), pixels.get(i), pixels.get(i));
                }
            }
        }
        ranges.forEach((value, range) -> histograms.put(value, new Histogram(range.lowest, range.highest)));
    }

    private static void widen(Range range, float lowest, float highest) {
        if (!Float.isFinite(lowest) || !Float.isFinite(highest)) {
            throw new IllegalArgumentException(
                    "its values range from %s to %s, must be finite".formatted(lowest, highest));
        }
        range.lowest = Math.min(range.lowest, lowest);
        range.highest = Math.max(range.highest, highest);
    }

    private void count(String input, GraphSession session, Images images, Progress progress)
            throws UnusableBackboneException {
        for (int image = 0; image < images.size(); image++) {
            progress.advance("find value ranges", (long) images.size() + image, 2L * images.size());
            InputTensor tensor = images.read(image);
            Set<String> group = new LinkedHashSet<>();
            long held = 0;
            for (Map.Entry<String, Range> each : ranges.entrySet()) {
                String value = each.getKey();
                if (value.equals(input)) {
                    Named.get(histograms, value).add(tensor.values());
                    continue;
                }
                if (!group.isEmpty() && held + each.getValue().size > HELD_FLOATS) {
                    fetch(session, tensor, group);
                    group.clear();
                    held = 0;
                }
                group.add(value);
                held += each.getValue().size;
            }
            if (!group.isEmpty()) {
                fetch(session, tensor, group);
            }
        }
    }

    private void fetch(GraphSession session, InputTensor tensor, Set<String> group) throws UnusableBackboneException {
        session.run(tensor, group).forEach((value, floats) -> {
            Named.get(histograms, value).add(floats);
        });
    }

    /**
     * The scale of each value.
     *
     * @param outside share of values that is cut off at either end; 0 keeps the extremes
     */
    Map<String, ByteScale> scales(double outside) {
        Map<String, ByteScale> scales = new LinkedHashMap<>();
        ranges.forEach((value, range) -> {
            Histogram histogram = Named.get(histograms, value);
            scales.put(
                    value,
                    outside == 0
                            ? ByteScale.of(range.lowest, range.highest)
                            : ByteScale.of(histogram.below(outside), histogram.above(outside)));
        });
        return scales;
    }
}
