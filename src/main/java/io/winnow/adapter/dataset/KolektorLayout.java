package io.winnow.adapter.dataset;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.LabelledImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * KolektorSDD2: {@code train} and {@code test} hold each image beside its mask, {@code NNN.png} and {@code NNN_GT.png}. An
 * image is defective when its mask marks a pixel; both splits have such images.
 */
final class KolektorLayout implements Layout {
    private static final String MASK = "_GT";

    @Override
    public boolean matches(Path category) throws IOException {
        return Files.isDirectory(category.resolve("train"))
                && Folders.images(category.resolve("test")).stream().anyMatch(KolektorLayout::isMask);
    }

    @Override
    public Dataset read(Path category) throws IOException {
        List<LabelledImage> train = split(category, "train");
        return new Dataset(
                Folders.fileName(category),
                "KolektorSDD2",
                requireSome(category, train, false),
                train.stream().filter(LabelledImage::isDefective).toList(),
                requireBoth(category, split(category, "test")));
    }

    private static List<LabelledImage> split(Path category, String split) throws IOException {
        Path folder = category.resolve(split);
        Map<String, Path> byStem = Folders.imagesByStem(folder);
        List<LabelledImage> images = new ArrayList<>();
        for (Path file : Folders.requireImages(folder, "images")) {
            if (!isMask(file)) {
                images.add(image(category, file, byStem.get(Folders.stem(file) + MASK)));
            }
        }
        return images;
    }

    private static LabelledImage image(Path category, Path file, @Nullable Path mask) throws IOException {
        if (mask == null) {
            throw new DatasetException("%s: no mask; need %s%s.png beside it (all black for a normal image)"
                    .formatted(file, Folders.stem(file), MASK));
        }
        Raster pixels = ImageIoFiles.raster(mask);
        String name = Folders.name(category, file);
        return ImageIoFiles.marksAnything(pixels)
                ? LabelledImage.defective(name, file, "defect", List.of(mask))
                : LabelledImage.normal(name, file);
    }

    private static List<LabelledImage> requireSome(Path category, List<LabelledImage> images, boolean defective)
            throws DatasetException {
        List<LabelledImage> some = images.stream()
                .filter(image -> image.isDefective() == defective)
                .toList();
        if (some.isEmpty()) {
            throw new DatasetException("%s: no %s image in a split that needs one; %d images looked at"
                    .formatted(category, defective ? "defective" : "normal", images.size()));
        }
        return some;
    }

    private static List<LabelledImage> requireBoth(Path category, List<LabelledImage> test) throws DatasetException {
        requireSome(category, test, false);
        requireSome(category, test, true);
        return test;
    }

    private static boolean isMask(Path file) {
        return Folders.stem(file).endsWith(MASK);
    }
}
