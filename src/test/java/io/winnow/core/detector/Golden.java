package io.winnow.core.detector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.core.index.FloatMatrix;
import io.winnow.testing.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;

/** Reads reference data. */
final class Golden {
    private Golden() {}

    static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(Shared.golden(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static float[] floats(JsonNode array) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(
                            Files.readAllBytes(Shared.golden(array.get("file").asText())))
                    .order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An array of any rank as a matrix, its last axis being the columns. */
    static FloatMatrix matrix(JsonNode array) {
        float[] values = floats(array);
        JsonNode shape = array.get("shape");
        int columns = shape.get(shape.size() - 1).asInt();
        FloatMatrix matrix = FloatMatrix.zeros(values.length / columns, columns);
        matrix.values().put(values);
        return matrix;
    }

    static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }
}
