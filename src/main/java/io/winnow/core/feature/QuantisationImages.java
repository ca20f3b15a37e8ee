package io.winnow.core.feature;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which images of a set a backbone is quantised after. Every fourth is kept for measuring errors; of either kind no more are taken
 * than change anything, spread evenly. The same number of images gives the same choice.
 *
 * @param calibration positions of images that ranges are taken from
 * @param heldOut positions of images that errors are measured on
 */
public record QuantisationImages(List<Integer> calibration, List<Integer> heldOut) {
    /** Fewest images that one of each kind can be taken from. */
    public static final int FEWEST = 4;

    private static final int EACH = 4;
    private static final int MOST_CALIBRATION = 32;
    private static final int MOST_HELD_OUT = 8;

    public QuantisationImages {
        calibration = List.copyOf(calibration);
        heldOut = List.copyOf(heldOut);
    }

    /** @throws IllegalArgumentException when there are fewer than {@link #FEWEST} */
    public static QuantisationImages of(int images) {
        if (images < FEWEST) {
            throw new IllegalArgumentException("%d images are too few to quantise a backbone after, must be at least %d"
                    .formatted(images, FEWEST));
        }
        return new QuantisationImages(
                spread(
                        IntStream.range(0, images)
                                .filter(i -> i % EACH != EACH - 1)
                                .toArray(),
                        MOST_CALIBRATION),
                spread(
                        IntStream.range(0, images)
                                .filter(i -> i % EACH == EACH - 1)
                                .toArray(),
                        MOST_HELD_OUT));
    }

    private static List<Integer> spread(int[] positions, int most) {
        int count = Math.min(most, positions.length);
        return IntStream.range(0, count)
                .mapToObj(i -> positions[(int) ((long) i * positions.length / count)])
                .toList();
    }
}
