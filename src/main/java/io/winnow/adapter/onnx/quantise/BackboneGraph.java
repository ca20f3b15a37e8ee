package io.winnow.adapter.onnx.quantise;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.winnow.core.feature.UnusableBackboneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A backbone's graph as read from its file, cut down to the outputs that are used. Immutable. */
final class BackboneGraph {
    /** From here on DequantizeLinear knows scales for each channel. */
    private static final long LOWEST_OPSET = 13;

    private final ModelProto model;
    private final List<NodeProto> nodes;
    private final Map<String, TensorProto> constants;
    private final List<String> outputs;
    private final Map<String, List<NodeProto>> consumers = new HashMap<>();

    private BackboneGraph(
            ModelProto model, List<NodeProto> nodes, Map<String, TensorProto> constants, List<String> outputs) {
        this.model = model;
        this.nodes = List.copyOf(nodes);
        this.constants = constants;
        this.outputs = List.copyOf(outputs);
        for (NodeProto node : nodes) {
            for (String input : node.getInputList()) {
                consumers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
            }
        }
    }

    /**
     * Reads a file.
     *
     * @param outputs to keep; nodes that none of them needs are dropped
     */
    static BackboneGraph read(Path file, List<String> outputs) throws UnusableBackboneException {
        try {
            return of(ModelProto.parseFrom(Files.readAllBytes(file)), outputs);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableBackboneException("%s cannot be quantised: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** @throws IllegalArgumentException for a graph that cannot be quantised, with the reason */
    static BackboneGraph of(ModelProto model, List<String> outputs) {
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            if (set.getDomain().isEmpty() && set.getVersion() < LOWEST_OPSET) {
                throw new IllegalArgumentException(
                        "its operator set is %d, must be at least %d".formatted(set.getVersion(), LOWEST_OPSET));
            }
        }
        Map<String, TensorProto> constants = new LinkedHashMap<>();
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            constants.put(tensor.getName(), tensor);
        }
        List<NodeProto> nodes = new ArrayList<>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            Optional<TensorProto> constant = constant(node);
            if (constant.isPresent()) {
                constants.put(node.getOutput(0), constant.get());
            } else {
                nodes.add(node);
            }
        }
        return new BackboneGraph(model, needed(nodes, outputs), constants, outputs);
    }

    private static Optional<TensorProto> constant(NodeProto node) {
        if (!node.getOpType().equals("Constant")) {
            return Optional.empty();
        }
        return attribute(node, "value")
                .map(value ->
                        value.getT().toBuilder().setName(node.getOutput(0)).build());
    }

    private static List<NodeProto> needed(List<NodeProto> nodes, List<String> outputs) {
        Map<String, NodeProto> producers = new HashMap<>();
        nodes.forEach(node -> node.getOutputList().forEach(name -> producers.put(name, node)));
        Set<NodeProto> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(outputs);
        while (!open.isEmpty()) {
            NodeProto producer = producers.get(open.remove());
            if (producer != null && needed.add(producer)) {
                open.addAll(producer.getInputList());
            }
        }
        return nodes.stream().filter(needed::contains).toList();
    }

    static Optional<AttributeProto> attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst();
    }

    /** The same outputs with other nodes and constants. */
    BackboneGraph with(List<NodeProto> otherNodes, Map<String, TensorProto> otherConstants) {
        return new BackboneGraph(model, otherNodes, otherConstants, outputs);
    }

    /** In an order in which they can be calculated. */
    List<NodeProto> nodes() {
        return nodes;
    }

    List<String> outputs() {
        return outputs;
    }

    boolean isOutput(String value) {
        return outputs.contains(value);
    }

    /** Name of the images. */
    String input() {
        return model.getGraph().getInputList().stream()
                .map(ValueInfoProto::getName)
                .filter(name -> !constants.containsKey(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it has no input"));
    }

    Map<String, TensorProto> constants() {
        return constants;
    }

    /** A constant in float32. */
    Optional<FloatTensor> floats(String name) {
        return Optional.ofNullable(constants.get(name)).filter(FloatTensor::is).map(FloatTensor::of);
    }

    /** The only node that reads a value, where nothing else does. */
    Optional<NodeProto> onlyConsumer(String value) {
        List<NodeProto> readers = consumers.getOrDefault(value, List.of());
        return readers.size() == 1 && !isOutput(value) ? Optional.of(readers.get(0)) : Optional.empty();
    }

    /** The file with other nodes and constants, of which those that no node reads are left out, and other outputs. */
    byte[] file(List<NodeProto> otherNodes, Map<String, TensorProto> otherConstants, List<ValueInfoProto> declared) {
        Set<String> read = new HashSet<>();
        otherNodes.forEach(node -> read.addAll(node.getInputList()));
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName(model.getGraph().getName())
                .addAllNode(otherNodes)
                .addAllOutput(declared);
        model.getGraph().getInputList().stream()
                .filter(each -> !constants.containsKey(each.getName()))
                .forEach(graph::addInput);
        otherConstants.values().stream()
                .filter(tensor -> read.contains(tensor.getName()))
                .forEach(graph::addInitializer);
        return model.toBuilder()
                .setProducerName("winnow")
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    /** Declarations of this graph's outputs as the file had them. */
    List<ValueInfoProto> declaredOutputs() {
        return outputs.stream()
                .map(name -> model.getGraph().getOutputList().stream()
                        .filter(each -> each.getName().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("it has no output " + name)))
                .toList();
    }

    /** The file of this graph as it is. */
    byte[] file() {
        return file(nodes, constants, declaredOutputs());
    }
}
