package io.winnow.core.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.testing.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One set of score maps and masks with the outputs of the reference implementations. */
record MetricsGolden(JsonNode reference, ScoreMaps maps, Masks masks) {
    static final List<String> SETS = List.of(
            "mix64", "mix96x80", "ties64", "const64", "onepix64", "perfect64", "inverted64", "pl256", "pl256_tiegrid");

    static MetricsGolden read(String set) {
        JsonNode reference = json("metrics_" + set + ".json");
        int height = reference.get("height").asInt();
        int width = reference.get("width").asInt();
        byte[] maps = bytes(reference.at("/maps/file").asText());
        byte[] masks = bytes(reference.at("/masks/file").asText());
        List<float[]> mapList = new ArrayList<>();
        List<byte[]> maskList = new ArrayList<>();
        int area = height * width;
        ByteBuffer floats = ByteBuffer.wrap(maps).order(ByteOrder.LITTLE_ENDIAN);
        for (int start = 0; start < masks.length; start += area) {
            float[] map = new float[area];
            floats.asFloatBuffer().get(start, map);
            mapList.add(map);
            maskList.add(Arrays.copyOfRange(masks, start, start + area));
        }
        return new MetricsGolden(reference, ScoreMaps.of(height, width, mapList), Masks.of(height, width, maskList));
    }

    static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(Shared.golden(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(Shared.golden(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode at(String pointer) {
        return reference.at(pointer);
    }
}
