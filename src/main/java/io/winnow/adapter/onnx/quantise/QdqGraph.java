package io.winnow.adapter.onnx.quantise;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a graph in which chosen layers calculate in integers: QuantizeLinear after, DequantizeLinear before each of them, which
 * ONNX Runtime melts into integer operators. Each reader of a quantised value gets a DequantizeLinear of its own, as those
 * patterns want it. The same choice gives the same bytes.
 */
final class QdqGraph {
    private final BackboneGraph graph;
    private final Map<String, ByteScale> scales;
    private final Map<NodeProto, Layer> chosen;
    private final Set<NodeProto> drawnIn;
    private final Map<String, TensorProto> constants;
    private final List<NodeProto> nodes = new ArrayList<>();
    /** Values that are held in bytes, with their scale. */
    private final Map<String, ByteScale> bytes = new HashMap<>();
    /** Values that exist in float32. */
    private final Set<String> floats = new HashSet<>();

    private int readers;

    private QdqGraph(BackboneGraph graph, List<Layer> layers, Map<String, ByteScale> scales) {
        this.graph = graph;
        this.scales = scales;
        this.constants = new LinkedHashMap<>(graph.constants());
        this.chosen = layers.stream().collect(Collectors.toMap(Layer::node, layer -> layer));
        this.drawnIn =
                layers.stream().flatMap(layer -> layer.activation().stream()).collect(Collectors.toSet());
    }

    /**
     * The file.
     *
     * @param layers to calculate in integers
     * @param scales of all values that they read or give
     */
    static byte[] write(BackboneGraph graph, List<Layer> layers, Map<String, ByteScale> scales) {
        return new QdqGraph(graph, layers, scales).run();
    }

    private byte[] run() {
        floats.add(graph.input());
        for (NodeProto node : graph.nodes()) {
            Layer layer = chosen.get(node);
            if (layer != null) {
                add(layer);
            } else if (isPooledBytes(node)) {
                pool(node);
            } else if (!drawnIn.contains(node)) {
                keep(node);
            }
        }
        graph.outputs().forEach(this::asFloat);
        return graph.file(nodes, constants, graph.declaredOutputs());
    }

    private void add(Layer layer) {
        NodeProto.Builder node = layer.node().toBuilder().clearInput();
        if (layer.isConvolution()) {
            String input = layer.inputs().get(0);
            node.addInput(dequantised(input));
            addWeights(layer, Named.get(bytes, input), node);
        } else {
            layer.inputs().forEach(input -> node.addInput(dequantised(input)));
        }
        emit(node, layer.output(), Named.get(scales, layer.output()));
    }

    private void addWeights(Layer layer, ByteScale input, NodeProto.Builder node) {
        NodeProto convolution = layer.node();
        FloatTensor weights = graph.floats(convolution.getInput(1)).orElseThrow();
        float[] bias = convolution.getInputCount() < 3
                ? new float[0]
                : graph.floats(convolution.getInput(2)).orElseThrow().values();
        ChannelWeights quantised = ChannelWeights.of(weights, bias, input.scale());
        String name = layer.output();
        constant(
                name + ":weights",
                TensorProto.DataType.INT8_VALUE,
                ByteString.copyFrom(quantised.weights()),
                weights.shape());
        node.addInput(perChannel(name + ":weights", quantised.scales(), TensorProto.DataType.INT8_VALUE, 1));
        if (bias.length > 0) {
            ByteBuffer integers =
                    ByteBuffer.allocate(bias.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            integers.asIntBuffer().put(quantised.bias());
            constant(name + ":bias", TensorProto.DataType.INT32_VALUE, ByteString.copyFrom(integers), List.of((long)
                    bias.length));
            node.addInput(perChannel(
                    name + ":bias", quantised.biasScales(), TensorProto.DataType.INT32_VALUE, Integer.BYTES));
        }
    }

    /** Gives what the node calculates in bytes, under a value's name. */
    private void emit(NodeProto.Builder node, String value, ByteScale scale) {
        nodes.add(node.clearOutput().addOutput(value + ":raw").build());
        quantise(value + ":raw", value, scale);
    }

    private void quantise(String from, String value, ByteScale scale) {
        nodes.add(NodeProto.newBuilder()
                .setOpType("QuantizeLinear")
                .setName(value + ":quantise")
                .addInput(from)
                .addAllInput(parameters(value, scale))
                .addOutput(value + ":bytes")
                .build());
        bytes.put(value, scale);
    }

    private List<String> parameters(String value, ByteScale scale) {
        String scaleName = value + ":scale";
        String zeroName = value + ":zero";
        if (!constants.containsKey(scaleName)) {
            constants.put(scaleName, new FloatTensor(List.of(), new float[] {scale.scale()}).named(scaleName));
            constant(
                    zeroName,
                    TensorProto.DataType.UINT8_VALUE,
                    ByteString.copyFrom(new byte[] {(byte) scale.zeroPoint()}),
                    List.of());
        }
        return List.of(scaleName, zeroName);
    }

    /** A value in float32 as read from its bytes; quantises it first where it is not yet. */
    private String dequantised(String value) {
        if (!bytes.containsKey(value)) {
            quantise(value, value, Named.get(scales, value));
        }
        return dequantise(value, value + ":floats" + readers++);
    }

    private String dequantise(String value, String name) {
        nodes.add(NodeProto.newBuilder()
                .setOpType("DequantizeLinear")
                .setName(name + ":dequantise")
                .addInput(value + ":bytes")
                .addAllInput(parameters(value, Named.get(bytes, value)))
                .addOutput(name)
                .build());
        return name;
    }

    private String perChannel(String value, float[] channelScales, int type, int width) {
        FloatTensor scale = new FloatTensor(List.of((long) channelScales.length), channelScales);
        constants.put(value + ":scale", scale.named(value + ":scale"));
        constant(value + ":zero", type, ByteString.copyFrom(new byte[channelScales.length * width]), List.of((long)
                channelScales.length));
        nodes.add(NodeProto.newBuilder()
                .setOpType("DequantizeLinear")
                .setName(value + ":dequantise")
                .addInput(value)
                .addInput(value + ":scale")
                .addInput(value + ":zero")
                .addOutput(value + ":floats")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("axis")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(0))
                .build());
        return value + ":floats";
    }

    private void constant(String name, int type, ByteString raw, List<Long> shape) {
        constants.put(
                name,
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(type)
                        .addAllDims(shape)
                        .setRawData(raw)
                        .build());
    }

    /** The maximum of bytes is a byte on the same scale. */
    private boolean isPooledBytes(NodeProto node) {
        return node.getOpType().equals("MaxPool") && node.getOutputCount() == 1 && bytes.containsKey(node.getInput(0));
    }

    private void pool(NodeProto node) {
        String input = node.getInput(0);
        NodeProto.Builder pooled = node.toBuilder().clearInput().addInput(dequantised(input));
        emit(pooled, node.getOutput(0), Named.get(bytes, input));
    }

    private void keep(NodeProto node) {
        node.getInputList().forEach(this::asFloat);
        nodes.add(node);
        floats.addAll(node.getOutputList());
    }

    /** Sees that a value can be read in float32; constants and the input always can. */
    private void asFloat(String value) {
        if (bytes.containsKey(value) && floats.add(value)) {
            dequantise(value, value);
        }
    }
}
