package io.winnow.app.config;

import java.util.regex.Pattern;

/** Names of sites, lines and cameras: each is one level of an MQTT topic. */
final class Names {
    static final String FORM = "1 to 64 letters, digits, _ and -";

    static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Names() {}

    /** @throws IllegalArgumentException when the text is no such name */
    static String require(String text) {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("'%.70s' must be %s".formatted(text, FORM));
        }
        return text;
    }
}
