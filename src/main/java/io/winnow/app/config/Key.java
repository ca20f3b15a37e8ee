package io.winnow.app.config;

/**
 * A key that a file may hold.
 *
 * @param path with dots, such as {@code refit.ratio}
 * @param type what a value must be
 * @param form what a value must be, in words
 * @param fallback what holds where the key is absent, in words
 */
record Key(String path, KeyType type, String form, String fallback) {
    boolean required() {
        return fallback.equals(Section.REQUIRED);
    }
}
