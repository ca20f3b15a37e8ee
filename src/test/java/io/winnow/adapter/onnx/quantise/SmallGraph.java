package io.winnow.adapter.onnx.quantise;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.BackboneQuantiser.Images;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Networks of a few layers with seeded weights, and images for them. */
final class SmallGraph {
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("small");
    private final Random random;
    private long opset = 13;

    SmallGraph(long seed) {
        random = new Random(seed);
        graph.addInput(declared("input"));
    }

    SmallGraph opset(long version) {
        opset = version;
        return this;
    }

    String convolve(String input, String output, int from, int to, int kernel, int stride, int group) {
        weights(output + ".w", to, from / group, kernel, kernel);
        weights(output + ".b", to);
        return convolveGiven(input, output, kernel, stride, group, kernel / 2, kernel / 2);
    }

    /** With weights {@code OUTPUT.w} and bias {@code OUTPUT.b} that are there already. */
    String convolveGiven(String input, String output, int kernel, int stride, int group, int padBefore, int padAfter) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Conv")
                .setName(output)
                .addAllInput(List.of(input, output + ".w", output + ".b"))
                .addOutput(output)
                .addAttribute(integers("kernel_shape", kernel, kernel))
                .addAttribute(integers("strides", stride, stride))
                .addAttribute(integers("pads", padBefore, padBefore, padAfter, padAfter))
                .addAttribute(AttributeProto.newBuilder()
                        .setName("group")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(group)));
        return output;
    }

    String normalise(String input, String output, int channels) {
        weights(output + ".scale", channels);
        weights(output + ".shift", channels);
        weights(output + ".mean", channels);
        float[] variance = new float[channels];
        for (int i = 0; i < channels; i++) {
            variance[i] = 0.5f + random.nextFloat();
        }
        constant(output + ".variance", variance, channels);
        return apply(
                "BatchNormalization",
                output,
                input,
                output + ".scale",
                output + ".shift",
                output + ".mean",
                output + ".variance");
    }

    String concatenate(String output, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Concat")
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("axis")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(1)));
        return output;
    }

    String pool(String input, String output) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("MaxPool")
                .addInput(input)
                .addOutput(output)
                .addAttribute(integers("kernel_shape", 2, 2))
                .addAttribute(integers("strides", 2, 2)));
        return output;
    }

    String apply(String operation, String output, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operation)
                .addAllInput(List.of(inputs))
                .addOutput(output));
        return output;
    }

    void weights(String name, long... shape) {
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(size / (double) shape[0]));
        }
        constant(name, values, shape);
    }

    void constant(String name, float[] values, long... shape) {
        graph.addInitializer(new FloatTensor(Arrays.stream(shape).boxed().toList(), values).named(name));
    }

    private static AttributeProto integers(String name, long... numbers) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(numbers).forEach(attribute::addInts);
        return attribute.build();
    }

    private static ValueInfoProto declared(String name) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (String dimension : List.of("n", "c", "h", "w")) {
            shape.addDimBuilder().setDimParam(name + "_" + dimension);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(name.equals("input") ? images() : shape.build())))
                .build();
    }

    private static TensorShapeProto images() {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimValue(1);
        shape.addDimBuilder().setDimValue(3);
        shape.addDimBuilder().setDimParam("height");
        shape.addDimBuilder().setDimParam("width");
        return shape.build();
    }

    ModelProto model(String... outputs) {
        for (String output : outputs) {
            graph.addOutput(declared(output));
        }
        return ModelProto.newBuilder()
                .setIrVersion(7)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .setGraph(graph)
                .build();
    }

    static BackboneManifest manifest(byte[] file, String... outputs) {
        return new BackboneManifest(
                "small",
                ContentHash.of(ByteBuffer.wrap(file)),
                "unknown",
                "generated",
                Normalisation.NONE,
                2,
                List.of(outputs),
                false);
    }

    /** Seeded images of noise. */
    static Images images(int count, long seed) {
        ImageSize size = new ImageSize(32, 48);
        return new Images() {
            @Override
            public int size() {
                return count;
            }

            @Override
            public InputTensor read(int image) {
                Random noise = new Random(seed + image);
                InputTensor tensor = new InputTensor(size);
                FloatBuffer values = tensor.values();
                while (values.hasRemaining()) {
                    values.put((float) noise.nextGaussian());
                }
                return tensor;
            }
        };
    }
}
