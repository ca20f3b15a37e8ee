package io.winnow.adapter.dataset;

import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.LabelledImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Walking folders of images; everything comes in the order of its name. */
final class Folders {
    private static final Set<String> IMAGE_EXTENSIONS = Set.of("png", "jpg", "jpeg", "bmp", "tif", "tiff");

    private Folders() {}

    /** Sub-folders whose names do not start with a dot. */
    static List<Path> subfolders(Path folder) throws IOException {
        return entries(folder).stream().filter(Files::isDirectory).toList();
    }

    /** Image files directly in a folder; a folder that does not exist has none. */
    static List<Path> images(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        return entries(folder).stream().filter(Folders::isImage).toList();
    }

    /** Image files of a folder, of which there must be some. */
    static List<Path> requireImages(Path folder, String what) throws IOException {
        List<Path> found = images(folder);
        if (found.isEmpty()) {
            throw new DatasetException("%s: no %s; need at least one file of %s"
                    .formatted(folder, what, IMAGE_EXTENSIONS.stream().sorted().toList()));
        }
        return found;
    }

    /** Image files of a folder as normal images. */
    static List<LabelledImage> requireNormals(Path category, Path folder, String what) throws IOException {
        List<LabelledImage> normals = new ArrayList<>();
        for (Path file : requireImages(folder, what)) {
            normals.add(LabelledImage.normal(name(category, file), file));
        }
        return normals;
    }

    /** Image files directly in a folder by name without extension. */
    static Map<String, Path> imagesByStem(Path folder) throws IOException {
        Map<String, Path> byStem = new HashMap<>();
        for (Path file : images(folder)) {
            byStem.put(stem(file), file);
        }
        return byStem;
    }

    static String stem(Path file) {
        String name = fileName(file);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    static String fileName(Path file) {
        Path name = file.toAbsolutePath().normalize().getFileName();
        return name == null ? "" : name.toString();
    }

    /** A file's path below its category, with {@code /} on every system. */
    static String name(Path category, Path file) {
        return category.relativize(file).toString().replace('\\', '/');
    }

    private static boolean isImage(Path file) {
        String name = fileName(file).toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && IMAGE_EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !fileName(entry).startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
