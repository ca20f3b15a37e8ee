package io.winnow.adapter.scattering;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX graph in the making. Values are known by name; each operation gives its result a new one. Equal constants are stored
 * once. The same calls give the same bytes.
 */
final class OnnxGraph {
    /** Operator set 13 with file format 7: read by every ONNX Runtime since 1.7. */
    private static final int OPSET = 13;

    private static final int IR_VERSION = 7;

    private final GraphProto.Builder graph;
    private final Map<ByteString, String> constants = new HashMap<>();
    private int values;

    OnnxGraph(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    /** Declares a float32 input; a dimension is a number or the name of a free one. */
    String input(String name, Object... dimensions) {
        graph.addInput(declare(name, dimensions));
        return name;
    }

    /** Declares a value as float32 output under a name of its own. */
    void output(String value, String name, Object... dimensions) {
        graph.addNode(
                NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(name));
        graph.addOutput(declare(name, dimensions));
    }

    private static ValueInfoProto declare(String name, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            if (dimension instanceof Integer size) {
                shape.addDimBuilder().setDimValue(size);
            } else {
                shape.addDimBuilder().setDimParam(dimension.toString());
            }
        }
        TypeProto.Tensor type = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    /** Convolution without padding; weights are {@code [out, in, height, width]}. */
    String convolve(String value, String weights, int strideY, int strideX) {
        return add("Conv", List.of(value, weights), integers("strides", strideY, strideX));
    }

    /** Convolution of each of {@code count} planes by a filter of its own, {@code [count, 1, height, width]}. */
    String convolveEach(String value, String weights, int count, int stride) {
        return add("Conv", List.of(value, weights), integers("strides", stride, stride), integer("group", count));
    }

    /** Mirrors the border, without repeating it, by so many rows and columns on both sides. */
    String reflect(String value, int rows, int columns) {
        String pads = integers(0, 0, rows, columns, 0, 0, rows, columns);
        AttributeProto mode = AttributeProto.newBuilder()
                .setName("mode")
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8("reflect"))
                .build();
        return add("Pad", List.of(value, pads), mode);
    }

    /** Another shape; 0 keeps the dimension at its place, -1 takes what is left. */
    String reshape(String value, long... shape) {
        return add("Reshape", List.of(value, integers(shape)));
    }

    /** Sum over one axis, which stays with size 1. */
    String sum(String value, int axis) {
        return add("ReduceSum", List.of(value, integers(axis)));
    }

    String concatenate(List<String> parts, int axis) {
        return add("Concat", parts, integer("axis", axis));
    }

    /** An element-wise operation on one or two values. */
    String apply(String operation, String... operands) {
        return add(operation, List.of(operands));
    }

    /** A float32 constant; no dimensions make a scalar. */
    String floats(double[] numbers, long... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            bytes.putFloat((float) number);
        }
        return constant(TensorProto.DataType.FLOAT_VALUE, bytes, dimensions);
    }

    private String integers(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        return constant(TensorProto.DataType.INT64_VALUE, bytes, numbers.length);
    }

    private String constant(int type, ByteBuffer bytes, long... dimensions) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setDataType(type).setRawData(ByteString.copyFrom(bytes.flip()));
        Arrays.stream(dimensions).forEach(tensor::addDims);
        return constants.computeIfAbsent(tensor.build().toByteString(), key -> {
            String name = "constant" + constants.size();
            graph.addInitializer(tensor.setName(name));
            return name;
        });
    }

    private static AttributeProto integers(String name, long... numbers) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(numbers).forEach(attribute::addInts);
        return attribute.build();
    }

    private static AttributeProto integer(String name, long number) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(number)
                .build();
    }

    private String add(String operation, List<String> inputs, AttributeProto... attributes) {
        String output = "value" + values++;
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operation)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    /** The file's bytes. */
    byte[] toByteArray(String description) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("winnow")
                .setDocString(description)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }
}
