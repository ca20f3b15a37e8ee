package io.winnow.core.image;

import java.util.regex.Pattern;

/**
 * Name of one frame, unique within its station. Given by the camera, or made on arrival.
 *
 * @throws IllegalArgumentException when it is not 1 to 128 letters, digits or {@code . _ : -}
 */
public record FrameId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public FrameId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "frame id '%.140s' must be 1 to 128 characters out of letters, digits and . _ : -"
                            .formatted(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
