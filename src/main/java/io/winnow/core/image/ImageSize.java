package io.winnow.core.image;

/**
 * Height and width of an image in pixels, height first as everywhere.
 *
 * @throws IllegalArgumentException when either is below 1
 */
public record ImageSize(int height, int width) {
    public ImageSize {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "image size is %dx%d (height x width), must be at least 1x1".formatted(height, width));
        }
    }

    /** Number of pixels. */
    public long area() {
        return (long) height * width;
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }
}
