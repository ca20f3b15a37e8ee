package io.winnow.core.camera;

import java.util.regex.Pattern;

/**
 * Where a station stands: site, line and camera, each 1 to 64 letters, digits, {@code _} or {@code -}.
 *
 * @throws IllegalArgumentException when a part breaks that rule
 */
public record StationAddress(String site, String line, String camera) {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public StationAddress {
        requireSegment("site", site);
        requireSegment("line", line);
        requireSegment("camera", camera);
    }

    private static void requireSegment(String name, String value) {
        if (!SEGMENT.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s '%.80s' must be 1 to 64 characters out of letters, digits, _ and -".formatted(name, value));
        }
    }

    /** {@code site/line/camera}. */
    @Override
    public String toString() {
        return site + "/" + line + "/" + camera;
    }
}
