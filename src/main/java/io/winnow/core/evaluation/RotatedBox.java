package io.winnow.core.evaluation;

/**
 * A rectangle around a defect, in pixels, in the terms of OpenCV's {@code RotatedRect}: {@code width} runs along the direction at
 * {@code angle} degrees from the x axis towards the y axis, {@code height} at right angles to it.
 *
 * @param centreX column of the centre; pixel centres have whole numbers
 * @param centreY row of the centre
 * @param width finite and at least 0, as is {@code height}
 */
public record RotatedBox(float centreX, float centreY, float width, float height, float angle) {
    public RotatedBox {
        if (!(Float.isFinite(centreX) && Float.isFinite(centreY) && Float.isFinite(angle))
                || !(width >= 0 && width <= Float.MAX_VALUE && height >= 0 && height <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "box at x=%s y=%s, width %s, height %s, angle %s must be finite with sides of at least 0"
                            .formatted(centreX, centreY, width, height, angle));
        }
    }

    /** An upright box from its first to its last column and row, both included. */
    public static RotatedBox upright(int left, int top, int right, int bottom) {
        return new RotatedBox((left + right) / 2f, (top + bottom) / 2f, right - left, bottom - top, 0);
    }

    /** The box with sides of at least these lengths, around the same centre. */
    RotatedBox atLeast(int minWidth, int minHeight) {
        return new RotatedBox(centreX, centreY, Math.max(width, minWidth), Math.max(height, minHeight), angle);
    }

    /**
     * The corners in order around the box.
     *
     * @return {@code [4][2]}, x before y; single precision in the reference's order, because they are truncated later
     */
    float[][] corners() {
        double radians = angle * Math.PI / 180;
        float sin = (float) Math.sin(radians) * 0.5f;
        float cos = (float) Math.cos(radians) * 0.5f;
        float[] first = {centreX - sin * height - cos * width, centreY + cos * height - sin * width};
        float[] second = {centreX + sin * height - cos * width, centreY - cos * height - sin * width};
        return new float[][] {
            first,
            second,
            {2 * centreX - first[0], 2 * centreY - first[1]},
            {2 * centreX - second[0], 2 * centreY - second[1]}
        };
    }

    /** Share of this box's area that lies in the other box; 0 for a box without area. */
    double shareInside(RotatedBox other) {
        double area = ConvexPolygon.area(toDouble(corners()));
        return area == 0
                ? 0
                : ConvexPolygon.area(ConvexPolygon.intersection(toDouble(corners()), toDouble(other.corners()))) / area;
    }

    private static double[][] toDouble(float[][] corners) {
        double[][] result = new double[corners.length][];
        for (int i = 0; i < corners.length; i++) {
            result[i] = new double[] {corners[i][0], corners[i][1]};
        }
        return result;
    }
}
