package io.winnow.adapter.onnx.quantise;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rewrites the convolution that reads an image's three channels in steps of two: each square of 2x2 pixels becomes one pixel of twelve
 * channels (SpaceToDepth), on which a kernel of half the side in steps of one gives the same sums. ONNX Runtime copies the image
 * together once for each position of the kernel, three bytes at a time, before it multiplies bytes; there are a third as many
 * positions now, and four times as many bytes at each.
 */
final class FirstConvolution {
    private static final int BLOCK = 2;

    /** From here on copying takes less time than multiplying. */
    private static final int MANY_CHANNELS = 8;

    private final BackboneGraph graph;
    private final Map<String, TensorProto> constants;
    private final List<NodeProto> nodes = new ArrayList<>();

    private FirstConvolution(BackboneGraph graph) {
        this.graph = graph;
        this.constants = new LinkedHashMap<>(graph.constants());
    }

    /** The same function for images of even height and width. */
    static BackboneGraph rewrite(BackboneGraph graph) {
        return new FirstConvolution(graph).run();
    }

    private BackboneGraph run() {
        for (NodeProto node : graph.nodes()) {
            Optional<FloatTensor> weights = node.getOpType().equals("Conv") && isPlain(node)
                    ? graph.floats(node.getInput(1)).filter(FirstConvolution::isNarrow)
                    : Optional.empty();
            if (weights.isPresent()) {
                add(node, weights.get());
            } else {
                nodes.add(node);
            }
        }
        return graph.with(nodes, constants);
    }

    private static boolean isPlain(NodeProto node) {
        return integers(node, "strides", List.of(1L, 1L)).equals(List.of((long) BLOCK, (long) BLOCK))
                && integers(node, "dilations", List.of(1L, 1L)).equals(List.of(1L, 1L))
                && BackboneGraph.attribute(node, "group")
                        .map(group -> group.getI() == 1)
                        .orElse(true)
                && BackboneGraph.attribute(node, "auto_pad")
                        .map(pad -> pad.getS().toStringUtf8().equals("NOTSET"))
                        .orElse(true);
    }

    private static boolean isNarrow(FloatTensor weights) {
        return weights.shape().size() == 4 && weights.shape().get(1) < MANY_CHANNELS;
    }

    private static List<Long> integers(NodeProto node, String name, List<Long> otherwise) {
        return BackboneGraph.attribute(node, name)
                .map(AttributeProto::getIntsList)
                .orElse(otherwise);
    }

    /** One direction: where its taps lie between the squares. */
    private record Taps(int kernel, int before, int after) {
        /** First square that a tap reaches, counted from the one of the output. */
        private int first() {
            return Math.floorDiv(-before, BLOCK);
        }

        int squares() {
            return Math.floorDiv(kernel - 1 - before, BLOCK) - first() + 1;
        }

        int square(int tap) {
            return Math.floorDiv(tap - before, BLOCK) - first();
        }

        int within(int tap) {
            return Math.floorMod(tap - before, BLOCK);
        }

        int squaresBefore() {
            return -first();
        }

        /** As many as keep the output's size. */
        int squaresAfter() {
            return Math.floorDiv(before + after - kernel, BLOCK) + squares() - squaresBefore();
        }
    }

    private void add(NodeProto node, FloatTensor weights) {
        List<Long> pads = integers(node, "pads", List.of(0L, 0L, 0L, 0L));
        Taps rows = taps(weights.shape().get(2), pads.get(0), pads.get(2));
        Taps columns = taps(weights.shape().get(3), pads.get(1), pads.get(3));
        String squares = node.getOutput(0) + ":squares";
        String packed = squares + "-weights";
        constants.put(packed, packed(weights, rows, columns).named(packed));
        nodes.add(NodeProto.newBuilder()
                .setOpType("SpaceToDepth")
                .setName(squares)
                .addInput(node.getInput(0))
                .addOutput(squares)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("blocksize")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(BLOCK))
                .build());
        nodes.add(node.toBuilder()
                .setInput(0, squares)
                .setInput(1, packed)
                .clearAttribute()
                .addAttribute(attribute("kernel_shape", rows.squares(), columns.squares()))
                .addAttribute(attribute("strides", 1, 1))
                .addAttribute(attribute(
                        "pads",
                        rows.squaresBefore(),
                        columns.squaresBefore(),
                        rows.squaresAfter(),
                        columns.squaresAfter()))
                .build());
    }

    private static Taps taps(long kernel, long before, long after) {
        return new Taps((int) kernel, (int) before, (int) after);
    }

    private static FloatTensor packed(FloatTensor weights, Taps rows, Taps columns) {
        int inputs = Math.toIntExact(weights.shape().get(1));
        int wide = inputs * BLOCK * BLOCK;
        float[] packed = new float[weights.channels() * wide * rows.squares() * columns.squares()];
        int from = 0;
        for (int output = 0; output < weights.channels(); output++) {
            for (int input = 0; input < inputs; input++) {
                for (int row = 0; row < rows.kernel(); row++) {
                    for (int column = 0; column < columns.kernel(); column++) {
                        int channel = (rows.within(row) * BLOCK + columns.within(column)) * inputs + input;
                        int to = ((output * wide + channel) * rows.squares() + rows.square(row)) * columns.squares()
                                + columns.square(column);
                        packed[to] = weights.values()[from++];
                    }
                }
            }
        }
        return new FloatTensor(
                List.of((long) weights.channels(), (long) wide, (long) rows.squares(), (long) columns.squares()),
                packed);
    }

    private static AttributeProto attribute(String name, long... numbers) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long number : numbers) {
            attribute.addInts(number);
        }
        return attribute.build();
    }
}
