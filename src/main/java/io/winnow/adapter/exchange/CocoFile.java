package io.winnow.adapter.exchange;

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
import io.winnow.core.review.Label;
import io.winnow.core.review.MarkedRegion;
import io.winnow.core.review.Marks;
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

    private final Optional<ZipIn> zip;
    private final Optional<Path> plain;
    private final List<JsonNode> images = new ArrayList<>();
    private final Map<String, List<JsonNode>> annotations = new HashMap<>();
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
                    keep(field, json.readValueAsTree());
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

    private void keep(String field, JsonNode node) throws RefusedException {
        switch (field) {
            case "images" -> images.add(node);
            case "categories" ->
                categories.put(node.path("id").asText(), node.path("name").asText());
            default ->
                annotations
                        .computeIfAbsent(node.path("image_id").asText(), id -> new ArrayList<>())
                        .add(node);
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
            ImageSize size = new ImageSize(
                    node.path("height").asInt(), node.path("width").asInt());
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
        int height = node.path("height").asInt();
        int width = node.path("width").asInt();
        if (height != really.height() || width != really.width()) {
            throw new BadClaimException(
                    "image is said to be %dx%d (height x width), its file is %s".formatted(height, width, really));
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

    private Optional<Said> label(JsonNode node, JsonNode own, ImageSize size) throws BadClaimException {
        List<JsonNode> marked = annotations.getOrDefault(node.path("id").asText(), List.of());
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
