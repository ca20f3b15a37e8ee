package io.winnow.core.image;

/**
 * How an image is lit and focused, measured at the size at which a model sees it.
 *
 * @param sharpness standard deviation of the Laplacian of its grey values, in their unit; blur lowers it
 * @param luminance mean grey value, 0 black to 1 white
 * @param contrast standard deviation of the grey values, 0 to 0.5; nearly 0 where something covers the camera
 * @param clipped share of pixels at the upper end of the grey scale, 0 to 1
 */
public record ImageQuality(double sharpness, double luminance, double contrast, double clipped) {
    public ImageQuality {
        if (!(sharpness >= 0 && luminance >= 0 && luminance <= 1 && contrast >= 0 && clipped >= 0 && clipped <= 1)) {
            throw new IllegalArgumentException(
                    "image quality sharpness = %s, luminance = %s, contrast = %s, clipped = %s must not be negative,"
                                    .formatted(sharpness, luminance, contrast, clipped)
                            + " luminance and clipped at most 1");
        }
    }
}
