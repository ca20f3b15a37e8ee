package io.winnow.core.model;

import io.winnow.core.inspection.ModelVersion;

/**
 * A step in a version's life, to be recorded.
 *
 * @param by who wants it: a person's name, or the part of Winnow that acts by itself; 1 to 128 characters
 * @param why for people; 1 to 2000 characters
 * @throws IllegalArgumentException when {@code by} or {@code why} is blank or too long
 */
public record ModelTransition(ModelVersion version, ModelState to, String by, String why) {
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_REASON = 2_000;

    public ModelTransition {
        require("by", by, LONGEST_NAME);
        require("reason", why, LONGEST_REASON);
    }

    private static void require(String name, String text, int longest) {
        if (text.isBlank() || text.length() > longest) {
            throw new IllegalArgumentException(
                    "%s '%.40s' must have 1 to %d characters".formatted(name, text, longest));
        }
    }
}
