package io.winnow.core.evaluation;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the defects are in the images of one test set: layout {@code [count, height, width]}, any byte but 0 is defect. An image
 * is anomalous when its mask has a defect pixel. Immutable and thread-safe.
 */
public final class Masks {
    private static final byte[] NONE = {};

    private final int height;
    private final int width;
    private final byte[][] masks;

    private Masks(int height, int width, byte[][] masks) {
        this.height = height;
        this.width = width;
        this.masks = masks;
    }

    /**
     * Takes over the arrays without a copy: the caller must not change them any more.
     *
     * @param masks each of layout {@code [height, width]}
     * @throws IllegalArgumentException when there is no mask or one has another size
     */
    public static Masks of(int height, int width, List<byte[]> masks) {
        Shapes.requireSize("mask", height, width, masks.size());
        byte[][] kept = new byte[masks.size()][];
        IntStream.range(0, kept.length).parallel().forEach(i -> {
            byte[] mask = masks.get(i);
            Shapes.requireLength("mask", i, height, width, mask.length);
            // Good images are most of a test set: their masks need no memory.
            kept[i] = hasDefect(mask) ? mask : NONE;
        });
        return new Masks(height, width, kept);
    }

    /** Number of masks. */
    public int count() {
        return masks.length;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** Whether the mask has a defect pixel. */
    public boolean anomalous(int mask) {
        return masks[mask].length > 0;
    }

    /** Whether each image is anomalous. */
    public boolean[] labels() {
        boolean[] labels = new boolean[masks.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = anomalous(i);
        }
        return labels;
    }

    /** Whether a pixel is defect. */
    public boolean at(int mask, int y, int x) {
        return anomalous(mask) && masks[mask][y * width + x] != 0;
    }

    /** The mask of an anomalous image, {@code [height, width]}; not to be changed. */
    byte[] mask(int mask) {
        return masks[mask];
    }

    private static boolean hasDefect(byte[] mask) {
        for (byte pixel : mask) {
            if (pixel != 0) {
                return true;
            }
        }
        return false;
    }
}
