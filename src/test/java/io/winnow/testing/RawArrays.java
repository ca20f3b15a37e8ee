package io.winnow.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the reference data: raw little-endian float32 files and the JSON that names them. */
public final class RawArrays {
    private RawArrays() {}

    /** The values of a golden {@code .f32} file, in C order. */
    public static float[] floats(String golden) {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(golden)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /** The bytes of a golden file. */
    public static byte[] bytes(String golden) {
        Path path = Shared.golden(golden);
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A golden JSON file. */
    public static JsonNode json(String golden) {
        try {
            return new ObjectMapper().readTree(bytes(golden));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
