package io.winnow.core.evaluation;

import java.io.IOException;
import java.nio.file.Path;

/** Reads anomaly maps and masks from image files. Thread-safe. */
public interface MapReader {
    /** The pixels of one image. */
    final class Raster {
        private final int height;
        private final int width;
        private final float[] values;

        /**
         * Takes over the array without a copy.
         *
         * @param values layout {@code [height, width]}
         * @throws IllegalArgumentException when the length is not {@code height * width}
         */
        public Raster(int height, int width, float[] values) {
            Shapes.requireLength("image", 0, height, width, values.length);
            this.height = height;
            this.width = width;
            this.values = values;
        }

        public int height() {
            return height;
        }

        public int width() {
            return width;
        }

        /** The array itself, layout {@code [height, width]}: the reader's caller owns it. */
        public float[] values() {
            return values;
        }
    }

    /**
     * Reads an anomaly map: one channel of 8-bit, 16-bit or float values, kept as they are.
     *
     * @throws IOException when the file is no such image; the message names file and rule
     */
    Raster readMap(Path file) throws IOException;

    /**
     * Reads a mask: the highest of a pixel's colours, an alpha channel aside, so that any colour but black is defect.
     *
     * @throws IOException when the file is no image; the message names it
     */
    Raster readMask(Path file) throws IOException;
}
