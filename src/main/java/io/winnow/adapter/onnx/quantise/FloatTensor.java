package io.winnow.adapter.onnx.quantise;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A constant of a graph in float32. */
record FloatTensor(List<Long> shape, float[] values) {
    FloatTensor {
        shape = List.copyOf(shape);
        long expected = shape.stream().reduce(1L, Math::multiplyExact);
        if (values.length != expected) {
            throw new IllegalArgumentException("a tensor %s has %d values".formatted(shape, values.length));
        }
    }

    static boolean is(TensorProto tensor) {
        return tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE;
    }

    static FloatTensor of(TensorProto tensor) {
        float[] values;
        if (tensor.hasRawData()) {
            values = new float[tensor.getRawData().size() / Float.BYTES];
            tensor.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
        } else {
            values = new float[tensor.getFloatDataCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
        }
        return new FloatTensor(tensor.getDimsList(), values);
    }

    TensorProto named(String name) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addAllDims(shape)
                .setRawData(ByteString.copyFrom(bytes))
                .build();
    }

    /** First dimension: output channels of weights. */
    int channels() {
        return Math.toIntExact(shape.get(0));
    }
}
