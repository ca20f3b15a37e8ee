package io.winnow.core.refinement;

import java.util.List;

/**
 * Dropped images whose most anomalous places look alike, to be shown together before they go: a defect that repeats, or a
 * rare kind of normal.
 *
 * @param images their positions in the pool, at least two, ascending
 */
public record LookAlikes(List<Integer> images) {
    public LookAlikes {
        images = List.copyOf(images);
        if (images.size() < 2) {
            throw new IllegalArgumentException(
                    "look-alikes are %d images, must be at least 2".formatted(images.size()));
        }
    }
}
