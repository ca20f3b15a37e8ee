package io.winnow.adapter.dataset;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.LabelledImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Layouts with a training folder of normal images and a test folder with one sub-folder for each kind of image. They differ
 * in their folders' names only.
 *
 * @param title name of the layout
 * @param train folder of the normal training images
 * @param test folder of the test images' folders
 * @param normal name of the normal images' folder
 * @param truth folder of the masks' folders
 */
record MvtecLayout(String title, String train, String test, String normal, String truth) implements Layout {
    /** MVTec AD, MVTec LOCO and whatever follows them. */
    static final MvtecLayout MVTEC = new MvtecLayout("MVTec", "train/good", "test", "good", "ground_truth");

    /** MVTec AD 2; only its public test images have masks. */
    static final MvtecLayout MVTEC_AD2 =
            new MvtecLayout("MVTec AD 2", "train/good", "test_public", "good", "test_public/ground_truth");

    /** beanTech: normal is {@code ok}, defective {@code ko}. */
    static final MvtecLayout BTAD = new MvtecLayout("BTAD", "train/ok", "test", "ok", "ground_truth");

    @Override
    public boolean matches(Path category) {
        return Files.isDirectory(category.resolve(train)) && Files.isDirectory(category.resolve(test));
    }

    @Override
    public Dataset read(Path category) throws IOException {
        List<LabelledImage> normals = Folders.requireNormals(category, category.resolve(train), "training images");
        List<LabelledImage> tests = new ArrayList<>(
                Folders.requireNormals(category, category.resolve(test).resolve(normal), "normal test images"));
        List<LabelledImage> defects = new ArrayList<>();
        for (Path folder : Folders.subfolders(category.resolve(test))) {
            if (!Folders.fileName(folder).equals(normal) && !folder.equals(category.resolve(truth))) {
                defects.addAll(defects(category, folder));
            }
        }
        if (defects.isEmpty()) {
            throw new DatasetException("%s: no defective test images; each folder beside '%s' holds one kind of defect"
                    .formatted(category.resolve(test), normal));
        }
        tests.addAll(defects);
        return new Dataset(Folders.fileName(category), title, normals, List.of(), tests);
    }

    private List<LabelledImage> defects(Path category, Path folder) throws IOException {
        String type = Folders.fileName(folder);
        // A kind without a folder of masks has none by intent (not every anomaly can be drawn); with one, each image
        // needs its own.
        Path masks = category.resolve(truth).resolve(type);
        boolean drawn = Files.isDirectory(masks);
        Map<String, Path> byStem = Folders.imagesByStem(masks);
        List<LabelledImage> images = new ArrayList<>();
        for (Path file : Folders.images(folder)) {
            List<Path> own = drawn ? masks(masks, byStem, file) : List.of();
            images.add(LabelledImage.defective(Folders.name(category, file), file, type, own));
        }
        return images;
    }

    private static List<Path> masks(Path folder, Map<String, Path> byStem, Path image) throws IOException {
        String stem = Folders.stem(image);
        for (String name : List.of(stem + "_mask", stem)) {
            if (byStem.containsKey(name)) {
                return List.of(byStem.get(name));
            }
        }
        // MVTec LOCO: a folder of masks for each image.
        List<Path> several = Folders.images(folder.resolve(stem));
        if (several.isEmpty()) {
            throw new DatasetException(
                    "%s: no mask; need %s_mask.png or %s.png in %s".formatted(image, stem, stem, folder));
        }
        return several;
    }
}
