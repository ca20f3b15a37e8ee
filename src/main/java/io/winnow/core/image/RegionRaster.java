package io.winnow.core.image;

import java.util.Arrays;

/** Turns shapes into pixels. */
public final class RegionRaster {
    /** How finely a shape is looked at that is too thin for the middle of any pixel. */
    private static final int FINER = 8;

    private RegionRaster() {}

    /**
     * Marks the pixels whose middle lies inside a shape. A shape so thin that it holds no pixel's middle marks every pixel it touches;
     * a box does not.
     *
     * @param mask layout {@code [height, width]}
     * @param size of the mask
     * @param looked the part of the image that the mask shows
     * @param value what marked pixels are set to
     */
    public static void fill(byte[] mask, ImageSize size, RegionOfInterest looked, RegionShape shape, byte value) {
        boolean marked = false;
        for (int row = 0; row < size.height(); row++) {
            double[] places = shape.crossings(height(row + 0.5, size, looked));
            for (int i = 0; i + 1 < places.length; i += 2) {
                int from = (int) Math.round(column(places[i], size, looked));
                int to = (int) Math.round(column(places[i + 1], size, looked));
                marked |= set(mask, size, row, from, to, value);
            }
        }
        if (!marked && !(shape instanceof RegionShape.Box)) {
            touch(mask, size, looked, shape, value);
        }
    }

    private static void touch(byte[] mask, ImageSize size, RegionOfInterest looked, RegionShape shape, byte value) {
        for (int line = 0; line < size.height() * FINER; line++) {
            double[] places = shape.crossings(height((line + 0.5) / FINER, size, looked));
            for (int i = 0; i + 1 < places.length; i += 2) {
                int from = (int) Math.floor(column(places[i], size, looked));
                int to = (int) Math.ceil(column(places[i + 1], size, looked));
                set(mask, size, line / FINER, from, to, value);
            }
        }
    }

    private static double height(double row, ImageSize size, RegionOfInterest looked) {
        return looked.top() + row / size.height() * (looked.bottom() - looked.top());
    }

    private static double column(double x, ImageSize size, RegionOfInterest looked) {
        double share = (x - looked.left()) / (looked.right() - looked.left());
        return Math.max(0, Math.min(1, share)) * size.width();
    }

    private static boolean set(byte[] mask, ImageSize size, int row, int from, int to, byte value) {
        if (from >= to) {
            return false;
        }
        Arrays.fill(mask, row * size.width() + from, row * size.width() + to, value);
        return true;
    }
}
