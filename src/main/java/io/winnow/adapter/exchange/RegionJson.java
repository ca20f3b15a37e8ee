package io.winnow.adapter.exchange;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.RegionShape;
import io.winnow.core.review.MarkedRegion;
import io.winnow.core.review.Marks;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Regions as JSON in fractions of the image, as they stand in a column of the table. An unknown key is an error. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RegionJson(
        String shape,
        @Nullable Double left,
        @Nullable Double top,
        @Nullable Double right,
        @Nullable Double bottom,
        @Nullable List<List<List<Double>>> rings,
        @Nullable Integer height,
        @Nullable Integer width,
        @Nullable List<Integer> runs,
        @Nullable String type) {
    /** More than a mask of the most runs takes. */
    private static final int LONGEST = 4 << 20;

    private static final TypeReference<List<RegionJson>> LIST = new TypeReference<>() {};
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static String write(Marks marks) {
        try {
            return marks.isEmpty()
                    ? ""
                    : MAPPER.writeValueAsString(
                            marks.regions().stream().map(RegionJson::of).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("regions cannot be written as JSON", e);
        }
    }

    /** @throws IllegalArgumentException when the text is not what {@link #write} gives, or a region breaks its rules */
    static Marks read(String text) {
        if (text.isBlank()) {
            return Marks.NONE;
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "regions have %d characters; at most %d are read".formatted(text.length(), LONGEST));
        }
        try {
            List<RegionJson> read = MAPPER.readValue(text, LIST);
            if (read == null || read.contains(null)) {
                throw new IllegalArgumentException("regions '%.60s' must be a list without null".formatted(text));
            }
            return new Marks(read.stream().map(RegionJson::region).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "regions '%.60s' must be a list such as [{\"shape\":\"box\",\"left\":0.1,\"top\":0.1,\"right\":0.2,\"bottom\":0.2}]: %s"
                            .formatted(text, e.getOriginalMessage()),
                    e);
        }
    }

    /** The one place, beside {@link CocoRegions}, that has to know a new kind of region. */
    private static RegionJson of(MarkedRegion region) {
        String type = region.defectType().orElse(null);
        if (region.shape() instanceof RegionShape.Box box) {
            RegionOfInterest at = box.bounds();
            return new RegionJson("box", at.left(), at.top(), at.right(), at.bottom(), null, null, null, null, type);
        }
        if (region.shape() instanceof RegionShape.Polygon polygon) {
            List<List<List<Double>>> rings = polygon.rings().stream()
                    .map(ring -> ring.stream()
                            .map(point -> List.of(point.x(), point.y()))
                            .toList())
                    .toList();
            return new RegionJson("polygon", null, null, null, null, rings, null, null, null, type);
        }
        RegionShape.PixelMask mask = (RegionShape.PixelMask) region.shape();
        return new RegionJson(
                "mask",
                null,
                null,
                null,
                null,
                null,
                mask.size().height(),
                mask.size().width(),
                mask.runs(),
                type);
    }

    private MarkedRegion region() {
        return new MarkedRegion(shapeOf(), Optional.ofNullable(type));
    }

    private RegionShape shapeOf() {
        return switch (shape == null ? "" : shape) {
            case "box" ->
                new RegionShape.Box(new RegionOfInterest(
                        need("left", left), need("top", top), need("right", right), need("bottom", bottom)));
            case "polygon" ->
                new RegionShape.Polygon(without("ring", need("rings", rings)).stream()
                        .map(ring -> without("point", ring).stream()
                                .map(RegionJson::point)
                                .toList())
                        .toList());
            case "mask" ->
                new RegionShape.PixelMask(
                        new ImageSize(need("height", height), need("width", width)),
                        without("run", need("runs", runs)));
            default ->
                throw new IllegalArgumentException(
                        "region shape '%.20s' must be box, polygon or mask".formatted(shape));
        };
    }

    private static RegionShape.Point point(List<Double> numbers) {
        if (numbers.size() != 2 || numbers.contains(null)) {
            throw new IllegalArgumentException("point %s must have 2 numbers, x and y".formatted(numbers));
        }
        return new RegionShape.Point(numbers.get(0), numbers.get(1));
    }

    /** The list itself where nothing in it is null. */
    private static <T> List<T> without(String what, @Nullable List<T> list) {
        if (list == null || list.contains(null)) {
            throw new IllegalArgumentException("a %s of a region is null; leave it out instead".formatted(what));
        }
        return list;
    }

    private static <T> T need(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("region has no '%s'".formatted(name));
        }
        return value;
    }
}
