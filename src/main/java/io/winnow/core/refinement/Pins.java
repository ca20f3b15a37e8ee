package io.winnow.core.refinement;

import java.util.Set;

/**
 * What a person decided of single images of a pool, by name.
 *
 * @param normal images that are never dropped
 * @param defective images that are dropped before anything is judged, so that they neither enter the bank nor vouch for others
 * @throws IllegalArgumentException when an image is in both
 */
public record Pins(Set<String> normal, Set<String> defective) {
    /** Nothing was decided. */
    public static final Pins NONE = new Pins(Set.of(), Set.of());

    public Pins {
        normal = Set.copyOf(normal);
        defective = Set.copyOf(defective);
        for (String name : normal) {
            if (defective.contains(name)) {
                throw new IllegalArgumentException(
                        "image %s is pinned as normal and as defective, must be one of them".formatted(name));
            }
        }
    }
}
