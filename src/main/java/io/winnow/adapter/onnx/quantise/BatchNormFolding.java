package io.winnow.adapter.onnx.quantise;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Draws batch normalisations into the convolutions before them, so that one integer multiplication does both. */
final class BatchNormFolding {
    private static final float DEFAULT_EPSILON = 1e-5f;

    private final BackboneGraph graph;
    private final Map<String, TensorProto> constants;
    /** What a normalisation gave, by the convolution's output that took its place. */
    private final Map<String, NodeProto> folded = new HashMap<>();

    private BatchNormFolding(BackboneGraph graph) {
        this.graph = graph;
        this.constants = new LinkedHashMap<>(graph.constants());
    }

    static BackboneGraph fold(BackboneGraph graph) {
        return new BatchNormFolding(graph).run();
    }

    private BackboneGraph run() {
        List<NodeProto> nodes = new ArrayList<>();
        for (NodeProto node : graph.nodes()) {
            if (folded.containsKey(node.getOutput(0))) {
                continue; // is part of its convolution now
            }
            nodes.add(normalisation(node).flatMap(norm -> fold(node, norm)).orElse(node));
        }
        return graph.with(nodes, constants);
    }

    private Optional<NodeProto> normalisation(NodeProto node) {
        return node.getOpType().equals("Conv")
                ? graph.onlyConsumer(node.getOutput(0))
                        .filter(next -> next.getOpType().equals("BatchNormalization"))
                : Optional.empty();
    }

    private Optional<NodeProto> fold(NodeProto convolution, NodeProto norm) {
        Optional<FloatTensor> weights = graph.floats(convolution.getInput(1));
        List<Optional<FloatTensor>> parameters =
                norm.getInputList().subList(1, 5).stream().map(graph::floats).toList();
        boolean biased = convolution.getInputCount() > 2;
        Optional<FloatTensor> bias = biased ? graph.floats(convolution.getInput(2)) : Optional.empty();
        if (weights.isEmpty() || parameters.contains(Optional.<FloatTensor>empty()) || (biased && bias.isEmpty())) {
            return Optional.empty();
        }
        float[] scale = parameters.get(0).orElseThrow().values();
        float[] shift = parameters.get(1).orElseThrow().values();
        float[] mean = parameters.get(2).orElseThrow().values();
        float[] variance = parameters.get(3).orElseThrow().values();
        float epsilon = BackboneGraph.attribute(norm, "epsilon")
                .map(AttributeProto::getF)
                .orElse(DEFAULT_EPSILON);
        float[] newWeights = weights.get().values().clone();
        float[] newBias = new float[scale.length];
        int each = newWeights.length / scale.length;
        for (int channel = 0; channel < scale.length; channel++) {
            double factor = scale[channel] / Math.sqrt((double) variance[channel] + epsilon);
            for (int i = channel * each; i < (channel + 1) * each; i++) {
                newWeights[i] = (float) (newWeights[i] * factor);
            }
            double before = bias.isPresent() ? bias.get().values()[channel] : 0;
            newBias[channel] = (float) ((before - mean[channel]) * factor + shift[channel]);
        }
        String output = norm.getOutput(0);
        put(output + ":folded-weights", new FloatTensor(weights.get().shape(), newWeights));
        put(output + ":folded-bias", new FloatTensor(List.of((long) newBias.length), newBias));
        folded.put(output, norm);
        return Optional.of(convolution.toBuilder()
                .clearInput()
                .addInput(convolution.getInput(0))
                .addInput(output + ":folded-weights")
                .addInput(output + ":folded-bias")
                .setOutput(0, output)
                .build());
    }

    private void put(String name, FloatTensor tensor) {
        constants.put(name, tensor.named(name));
    }
}
