package io.winnow.core.image;

/**
 * A rectangle in fractions of an image, {@code 0 <= left < right <= 1} and {@code 0 <= top < bottom <= 1}.
 *
 * @throws IllegalArgumentException when the rule does not hold
 */
public record RegionOfInterest(double left, double top, double right, double bottom) {
    /** The whole image. */
    public static final RegionOfInterest WHOLE = new RegionOfInterest(0, 0, 1, 1);

    public RegionOfInterest {
        if (!(0 <= left && left < right && right <= 1 && 0 <= top && top < bottom && bottom <= 1)) {
            throw new IllegalArgumentException(
                    "region left=%s top=%s right=%s bottom=%s must satisfy 0 <= left < right <= 1, 0 <= top < bottom <= 1"
                            .formatted(left, top, right, bottom));
        }
    }
}
