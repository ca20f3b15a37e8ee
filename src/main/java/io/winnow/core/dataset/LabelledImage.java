package io.winnow.core.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An image file of a dataset and what its publisher says of it.
 *
 * @param name path below the category's folder with {@code /} between its parts, unique within the dataset
 * @param file where it lies
 * @param defectType kind of defect, empty for a normal image
 * @param masks files whose union marks the defective pixels; empty for a normal image, and where the publisher gives none
 */
public record LabelledImage(String name, Path file, Optional<String> defectType, List<Path> masks) {
    public LabelledImage {
        masks = List.copyOf(masks);
        if (defectType.isEmpty() && !masks.isEmpty()) {
            throw new IllegalArgumentException("image %s is normal but has masks %s".formatted(name, masks));
        }
    }

    /** An image without a defect. */
    public static LabelledImage normal(String name, Path file) {
        return new LabelledImage(name, file, Optional.empty(), List.of());
    }

    /** An image with a defect of a kind. */
    public static LabelledImage defective(String name, Path file, String defectType, List<Path> masks) {
        return new LabelledImage(name, file, Optional.of(defectType), masks);
    }

    public boolean isDefective() {
        return defectType.isPresent();
    }
}
