package io.winnow.adapter.onnx.quantise;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is calculated in integers as a whole, or not at all: a convolution, an addition or a concatenation with the activation that
 * follows. Unsigned bytes hold nothing below 0 where their zero point is 0, so that they cut as ReLU does; a Clip's upper bound is
 * the largest byte.
 *
 * @param node what is calculated
 * @param inputs values that it reads and that are no constants
 * @param activation drawn in
 * @param output of all of it; a layer is known by this name
 */
record Layer(NodeProto node, List<String> inputs, Optional<NodeProto> activation, String output) {
    Layer {
        inputs = List.copyOf(inputs);
    }

    /** All layers of a graph that could be calculated in integers. */
    static List<Layer> of(BackboneGraph graph) {
        List<Layer> layers = new ArrayList<>();
        for (NodeProto node : graph.nodes()) {
            inputs(graph, node).ifPresent(inputs -> layers.add(layer(graph, node, inputs)));
        }
        return layers;
    }

    private static Layer layer(BackboneGraph graph, NodeProto node, List<String> inputs) {
        Optional<NodeProto> activation =
                graph.onlyConsumer(node.getOutput(0)).filter(next -> isActivation(graph, next));
        return new Layer(node, inputs, activation, activation.orElse(node).getOutput(0));
    }

    private static Optional<List<String>> inputs(BackboneGraph graph, NodeProto node) {
        return switch (node.getOpType()) {
            case "Conv" -> isConvolution(graph, node) ? Optional.of(List.of(node.getInput(0))) : Optional.empty();
            case "Add", "Concat" ->
                node.getInputList().stream().anyMatch(graph.constants()::containsKey)
                        ? Optional.empty()
                        : Optional.of(node.getInputList());
            default -> Optional.empty();
        };
    }

    private static boolean isConvolution(BackboneGraph graph, NodeProto node) {
        return graph.floats(node.getInput(1)).isPresent()
                && (node.getInputCount() < 3 || graph.floats(node.getInput(2)).isPresent());
    }

    private static boolean isActivation(BackboneGraph graph, NodeProto node) {
        return switch (node.getOpType()) {
            case "Relu" -> true;
            case "Clip" ->
                bound(graph, node, 1).equals(OptionalDouble.of(0))
                        && bound(graph, node, 2).isPresent();
            default -> false;
        };
    }

    private static OptionalDouble bound(BackboneGraph graph, NodeProto clip, int input) {
        if (clip.getInputCount() <= input) {
            return OptionalDouble.empty();
        }
        return graph.floats(clip.getInput(input))
                .map(tensor -> OptionalDouble.of(tensor.values()[0]))
                .orElse(OptionalDouble.empty());
    }

    boolean isConvolution() {
        return node.getOpType().equals("Conv");
    }
}
