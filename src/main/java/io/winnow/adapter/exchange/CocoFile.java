package io.winnow.adapter.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.adapter.exchange.Claims.BadClaimException;
import io.winnow.adapter.exchange.Claims.Image;
import io.winnow.core.exchange.ExportFormat;
import io.winnow.core.exchange.FrameClaim;
import io.winnow.core.exchange.FrameClaim.Said;
import io.winnow.core.exchange.ImportFile;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionShape;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.review.Label;
import io.winnow.core.review.MarkedRegion;
import io.winnow.core.review.Marks;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * COCO JSON, alone or in a zip with images, from anywhere. An image with annotations shows a defect; one without says nothing, unless an
 * own export says under {@code winnow} that it is normal. Used by one thread.
 */
final class CocoFile implements ImportFile {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Bytes of one image, annotation or category. */
    private static final int MOST_OF_ONE = 4 << 20;

    /** Of one image. */
    private static final int MOST_ANNOTATIONS = 2 * Marks.MOST;

    private final Optional<ZipIn> zip;
    private final Optional<Path> plain;
    private final List<JsonNode> images = new ArrayList<>();
    private final Map<String, List<byte[]>> annotations = new HashMap<>();
    private final Map<String, String> categories = new HashMap<>();
    private final Map<String, String> byLastName = new HashMap<>();

    CocoFile(ZipIn zip) {
        this.zip = Optional.of(zip);
        this.plain = Optional.empty();
    }

    CocoFile(Path plain) {
        this.zip = Optional.empty();
        this.plain = Optional.of(plain);
    }

    @Override
    public ExportFormat format() {
        return ExportFormat.COCO;
    }

    @Override
    public Content read(BiConsumer<Integer, Integer> progress) throws IOException, RefusedException {
        try (JsonParser json = open()) {
            parse(json);
        } catch (JsonProcessingException e) {
            throw new RefusedException("the JSON cannot be read: %.200s".formatted(e.getOriginalMessage()));
        } catch (CharConversionException e) {
            throw new RefusedException("the JSON is no text in UTF-8, -16 or -32: %.200s".formatted(e.getMessage()));
        }
        zip.ifPresent(files -> files.names()
                .forEach(name -> byLastName.merge(name.substring(name.lastIndexOf('/') + 1), name, (a, b) -> "")));
        Claims claims = new Claims();
        Set<String> known = new HashSet<>();
        for (JsonNode image : images) {
            known.add(image.path("id").asText());
            String source = "image %s '%.80s'".formatted(image.path("id").asText("without id"), fileName(image));
            claims.add(source, () -> claim(source, image));
            progress.accept(known.size(), images.size());
        }
        annotations.keySet().stream()
                .filter(image -> !known.contains(image))
                .sorted()
                .forEach(image -> claims.refuse(
                        "image " + image,
                        "%d annotations name image_id %s, which is not among the images"
                                .formatted(
                                        annotations
                                                .getOrDefault(image, List.of())
                                                .size(),
                                        image)));
        return claims.content();
    }

    private JsonParser open() throws IOException, RefusedException {
        if (zip.isPresent()) {
            String name = zip.get().json().orElseThrow();
            return MAPPER.createParser(zip.get().read(name, ZipIn.MOST_TEXT));
        }
        Path file = plain.orElseThrow();
        if (Files.size(file) > ZipIn.MOST_TEXT) {
            throw new RefusedException(
                    "the JSON has %d bytes; at most %d are taken".formatted(Files.size(file), ZipIn.MOST_TEXT));
        }
        return MAPPER.createParser(file.toFile());
    }

    private void parse(JsonParser json) throws IOException, RefusedException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new RefusedException("the JSON must be an object with images, annotations and categories");
        }
        boolean coco = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            boolean array = json.nextToken() == JsonToken.START_ARRAY;
            if (array && List.of("images", "annotations", "categories").contains(field)) {
                coco |= field.equals("images");
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    keep(field, one(field, json));
                }
            } else {
                json.skipChildren();
            }
        }
        if (!coco) {
            throw new RefusedException(
                    "the JSON has no list 'images'; a COCO file has images, annotations and categories");
        }
    }

    /** One element of a list. Read as a tree it takes ten times the memory of its text, so the text is bounded before. */
    private static byte[] one(String field, JsonParser json) throws IOException, RefusedException {
        BoundedBytes bytes = new BoundedBytes(MOST_OF_ONE);
        try (JsonGenerator copy = MAPPER.createGenerator(bytes)) {
            copy.copyCurrentStructure(json);
        } catch (BoundedBytes.FullException e) {
            throw new RefusedException("one of the %s has more than %d bytes of JSON, the most that are taken"
                    .formatted(field, MOST_OF_ONE));
        }
        return bytes.toByteArray();
    }

    private void keep(String field, byte[] json) throws IOException, RefusedException {
        JsonNode node = MAPPER.readTree(json);
        switch (field) {
            case "images" -> images.add(node);
            case "categories" ->
                categories.put(node.path("id").asText(), node.path("name").asText());
            default ->
                annotations
                        .computeIfAbsent(node.path("image_id").asText(), id -> new ArrayList<>())
                        .add(json);
        }
        if (images.size() > Claims.MOST_FRAMES) {
            throw new RefusedException(
                    "the JSON has more than %d images; bring it in parts".formatted(Claims.MOST_FRAMES));
        }
    }

    private static String fileName(JsonNode image) {
        return image.path("file_name").asText("");
    }

    private FrameClaim claim(String source, JsonNode node) throws IOException, RefusedException, BadClaimException {
        JsonNode own = node.path("winnow");
        Optional<ContentHash> stated = text(own, "sha256").map(ContentHash::new);
        Optional<FrameId> frame = text(own, "frame_id").map(FrameId::new);
        Optional<String> captured = text(own, "frame_id").isPresent() ? text(node, "date_captured") : Optional.empty();
        Optional<Instant> capturedAt =
                captured.isPresent() ? Optional.of(Claims.instant("date_captured", captured.get())) : Optional.empty();
        Optional<String> entry = entry(fileName(node));
        if (entry.isEmpty()) {
            ImageSize size = statedSize(node);
            Optional<FrameId> named =
                    frame.isPresent() || stated.isPresent() ? frame : Optional.of(stem(fileName(node)));
            return new FrameClaim(
                    source, named, capturedAt, stated, Optional.empty(), Optional.of(size), label(node, own, size));
        }
        Image image = Claims.image(image(entry.get()));
        if (stated.isPresent() && !stated.get().equals(image.hash())) {
            throw new BadClaimException("sha256 %s of file '%s' must be that of its bytes, %s"
                    .formatted(stated.get(), entry.get(), image.hash()));
        }
        requireSize(node, image.size());
        return Claims.of(
                source,
                frame.or(() -> Optional.of(Claims.frameOf(entry.get()))),
                capturedAt,
                entry.get(),
                image,
                label(node, own, image.size()));
    }

    private static void requireSize(JsonNode node, ImageSize really) throws BadClaimException {
        ImageSize stated = statedSize(node);
        if (!stated.equals(really)) {
            throw new BadClaimException(
                    "image is said to be %s (height x width), its file is %s".formatted(stated, really));
        }
    }

    /** A mask of the image will be made, so the size must be one that an image can have. */
    private static ImageSize statedSize(JsonNode node) throws BadClaimException {
        JsonNode height = node.path("height");
        JsonNode width = node.path("width");
        if (!height.canConvertToInt() || !width.canConvertToInt() || !height.isNumber() || !width.isNumber()) {
            throw new BadClaimException("height '%.20s' and width '%.20s' must be numbers of pixels"
                    .formatted(height.asText(), width.asText()));
        }
        try {
            return DecodeLimits.DEFAULT.require(height.asInt(), width.asInt());
        } catch (UndecodableImageException e) {
            throw new BadClaimException(String.valueOf(e.getMessage()));
        }
    }

    private static FrameId stem(String fileName) {
        String last = fileName.substring(fileName.lastIndexOf('/') + 1);
        return new FrameId(last.contains(".") ? last.substring(0, last.lastIndexOf('.')) : last);
    }

    /** The image's file: by its path, in the folder of images, or by its last name where that is clear. */
    private Optional<String> entry(String fileName) {
        return zip.flatMap(files -> files.find(fileName)
                .or(() -> files.find("images/" + fileName))
                .or(() -> Optional.ofNullable(byLastName.get(fileName.substring(fileName.lastIndexOf('/') + 1)))
                        .filter(name -> !name.isEmpty())));
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.path(field).textValue());
    }

    private Optional<Said> label(JsonNode node, JsonNode own, ImageSize size) throws IOException, BadClaimException {
        List<byte[]> texts = annotations.getOrDefault(node.path("id").asText(), List.of());
        if (texts.size() > MOST_ANNOTATIONS) {
            throw new BadClaimException(
                    "image has %d annotations; at most %d are taken".formatted(texts.size(), MOST_ANNOTATIONS));
        }
        List<JsonNode> marked = new ArrayList<>();
        for (byte[] text : texts) {
            marked.add(MAPPER.readTree(text));
        }
        Optional<String> word = text(own, "label");
        boolean normal = word.equals(Optional.of("normal"));
        boolean defect = word.equals(Optional.of("defect")) || !marked.isEmpty();
        if (normal && !marked.isEmpty()) {
            throw new BadClaimException("image is labelled normal and has %d annotations; a normal frame has none"
                    .formatted(marked.size()));
        }
        if (!normal && !defect) {
            return Optional.empty();
        }
        Optional<String> at = text(own, "labelled_at");
        List<MarkedRegion> regions = new ArrayList<>();
        Optional<String> type = word.isPresent() ? text(own, "defect_type") : onlyCategory(marked);
        for (JsonNode annotation : marked) {
            add(regions, annotation, size, type, word.isPresent());
        }
        return Optional.of(Row.checked(new Said(
                normal ? Label.Truth.NORMAL : Label.Truth.DEFECT,
                type,
                new Marks(regions),
                text(own, "labelled_by"),
                at.isPresent() ? Optional.of(Claims.instant("labelled_at", at.get())) : Optional.empty())));
    }

    /** The category of all annotations of an image, where it is one and the same. */
    private Optional<String> onlyCategory(List<JsonNode> marked) {
        List<String> names = marked.stream().map(this::category).distinct().toList();
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }

    private String category(JsonNode annotation) {
        String id = annotation.path("category_id").asText();
        return Optional.ofNullable(categories.get(id))
                .orElseThrow(() -> new IllegalArgumentException(
                        "annotation %s names category_id %s, which is not among the categories"
                                .formatted(annotation.path("id").asText(), id)));
    }

    private void add(
            List<MarkedRegion> regions, JsonNode annotation, ImageSize size, Optional<String> type, boolean ownExport) {
        Optional<String> regionType = ownExport
                ? text(annotation.path("winnow"), "defect_type")
                : Optional.of(category(annotation)).filter(name -> type.isEmpty());
        for (RegionShape shape : CocoRegions.read(annotation, size)) {
            regions.add(new MarkedRegion(shape, regionType));
        }
    }

    @Override
    public byte[] image(String name) throws IOException, RefusedException {
        return zip.orElseThrow().read(name, DecodeLimits.DEFAULT.maxBytes());
    }

    @Override
    public void close() throws IOException {
        if (zip.isPresent()) {
            zip.get().close();
        }
    }
}
