package io.winnow.app.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What the value of a key must be, for programs; {@link Key#form()} says it to people. */
sealed interface KeyType {
    /**
     * Any text that is not blank; the reader may ask for more.
     *
     * @param literal whether the fallback stands there as it would be written, not in other words
     */
    record Text(boolean literal) implements KeyType {}

    /** Text that a pattern covers as a whole. */
    record Patterned(Pattern pattern) implements KeyType {}

    /** One of several words. */
    record Choice(List<String> words) implements KeyType {
        public Choice {
            words = List.copyOf(words);
        }
    }

    /** True or false. */
    record Flag() implements KeyType {}

    /** A whole number; both ends belong to it. */
    record Whole(long least, long most) implements KeyType {}

    /** A number. */
    record Real(Range range) implements KeyType {}

    /** An amount of time with its unit; both ends belong to it. */
    record Span(Duration least, Duration most) implements KeyType {}

    /** An amount of bytes with its unit; both ends belong to it. */
    record Size(DataSize least, DataSize most) implements KeyType {}

    /** A list out of several words, each at most once. */
    record Words(List<String> allowed, int least) implements KeyType {
        public Words {
            allowed = List.copyOf(allowed);
        }
    }

    /** A list of at least one text. */
    record Texts() implements KeyType {}
}
