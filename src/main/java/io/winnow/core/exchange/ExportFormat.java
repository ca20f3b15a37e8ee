package io.winnow.core.exchange;

import java.util.Arrays;
import java.util.Locale;

/** The file formats in which labels and frames leave and come. */
public enum ExportFormat {
    /** A tree of images and masks as MVTec AD has it. */
    MVTEC,
    /** One JSON file of images, annotations and categories. */
    COCO,
    /** One table. */
    CSV;

    /**
     * Reads the word for a format.
     *
     * @throws IllegalArgumentException when there is no such format
     */
    public static ExportFormat parse(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("format = '%.20s' must be mvtec, coco or csv".formatted(word)));
    }

    /** As clients have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
