package io.winnow.core.bench;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.LabelledImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Datasets without files. */
final class Datasets {
    private Datasets() {}

    /** A dataset whose files are named but do not exist. */
    static Dataset of(int train, int testNormals, Map<String, Integer> defects) {
        List<LabelledImage> test = normals("test/good", testNormals);
        new LinkedHashMap<>(defects).forEach((type, count) -> test.addAll(defects("test/" + type, type, count)));
        return new Dataset("part", "MVTec", normals("train/good", train), List.of(), test);
    }

    static List<LabelledImage> normals(String folder, int count) {
        List<LabelledImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = folder + "/" + i;
            images.add(LabelledImage.normal(name, Path.of(name)));
        }
        return images;
    }

    static List<LabelledImage> defects(String folder, String type, int count) {
        List<LabelledImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = folder + "/" + i;
            images.add(LabelledImage.defective(name, Path.of(name), type, List.of()));
        }
        return images;
    }
}
