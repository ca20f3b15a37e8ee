package io.winnow.adapter.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.LabelledImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * VisA as it is published: {@code <category>/Data/Images/{Normal,Anomaly}} beside {@code split_csv/1cls.csv}, which names
 * the images of each split, and {@code <category>/image_anno.csv}, which names the kind of each defect.
 */
final class VisaLayout implements Layout {
    private static final String SPLIT = "split_csv/1cls.csv";
    private static final String NORMAL = "normal";
    private static final ObjectReader SPLIT_ROWS = reader(SplitRow.class);
    private static final ObjectReader ANNOTATIONS = reader(Annotation.class);

    private record SplitRow(
            @JsonProperty(value = "object", required = true) String object,
            @JsonProperty(value = "split", required = true) String split,
            @JsonProperty(value = "label", required = true) String label,
            @JsonProperty(value = "image", required = true) String image,
            @JsonProperty("mask") @Nullable String mask) {}

    private record Annotation(
            @JsonProperty(value = "image", required = true) String image,
            @JsonProperty(value = "label", required = true) String label,
            @JsonProperty("mask") @Nullable String mask) {}

    @Override
    public boolean matches(Path category) {
        return Files.isDirectory(category.resolve("Data/Images/Normal"));
    }

    @Override
    public Dataset read(Path category) throws IOException {
        Path root = category.toAbsolutePath().normalize().getParent();
        if (root == null || !Files.isRegularFile(root.resolve(SPLIT))) {
            throw new DatasetException(
                    "%s: no %s beside it; VisA's split is published there".formatted(category, SPLIT));
        }
        String name = Folders.fileName(category);
        Map<String, String> types = defectTypes(category.resolve("image_anno.csv"));
        List<LabelledImage> train = new ArrayList<>();
        List<LabelledImage> trainDefects = new ArrayList<>();
        List<LabelledImage> test = new ArrayList<>();
        for (SplitRow row : this.<SplitRow>rows(root.resolve(SPLIT), SPLIT_ROWS)) {
            if (row.object().equals(name)) {
                LabelledImage image = image(root, row, types);
                (row.split().equals("test") ? test : image.isDefective() ? trainDefects : train).add(image);
            }
        }
        if (train.isEmpty() || test.isEmpty()) {
            throw new DatasetException("%s: lists %d training and %d test images of %s; need at least one of each"
                    .formatted(root.resolve(SPLIT), train.size(), test.size(), name));
        }
        return new Dataset(name, "VisA", train, trainDefects, test);
    }

    private static LabelledImage image(Path root, SplitRow row, Map<String, String> types) throws DatasetException {
        Path file = require(root, row.image());
        String name = row.image().substring(row.image().indexOf('/') + 1);
        if (row.label().equals(NORMAL)) {
            return LabelledImage.normal(name, file);
        }
        if (row.mask() == null || row.mask().isBlank()) {
            throw new DatasetException("%s: %s names no mask for defective image %s"
                    .formatted(root.resolve(SPLIT), row.object(), row.image()));
        }
        String type = types.getOrDefault(row.image(), row.label());
        return LabelledImage.defective(name, file, type, List.of(require(root, row.mask())));
    }

    private static Path require(Path root, String relative) throws DatasetException {
        Path file = root.resolve(relative);
        if (!Files.isRegularFile(file)) {
            throw new DatasetException("%s: does not exist, but %s names it".formatted(file, root.resolve(SPLIT)));
        }
        return file;
    }

    private Map<String, String> defectTypes(Path annotations) throws IOException {
        Map<String, String> types = new HashMap<>();
        if (Files.isRegularFile(annotations)) {
            for (Annotation row : this.<Annotation>rows(annotations, ANNOTATIONS)) {
                types.put(row.image(), row.label());
            }
        }
        return types;
    }

    private <T> List<T> rows(Path file, ObjectReader reader) throws IOException {
        try (MappingIterator<T> rows = reader.readValues(file.toFile())) {
            return rows.readAll();
        } catch (IOException e) {
            throw new DatasetException("%s: not a table with VisA's columns: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static ObjectReader reader(Class<?> row) {
        return CsvMapper.builder()
                .build()
                .readerFor(row)
                .with(CsvSchema.emptySchema().withHeader());
    }
}
