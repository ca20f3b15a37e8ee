package io.winnow.core.health;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that went wrong, once or again and again.
 *
 * @param station that it belongs to, where it belongs to one
 * @param source which part of the program says so
 * @param message in plain words, of the last time; holds no secrets
 * @param advice what to do
 * @param count how many times since {@code first}
 */
public record Trouble(
        Level level,
        Optional<String> station,
        String source,
        String message,
        Advice advice,
        Instant first,
        Instant last,
        long count) {
    /** How bad. */
    public enum Level {
        WARNING,
        ERROR;

        /** As clients have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Trouble again(String newMessage, Instant at) {
        return new Trouble(level, station, source, newMessage, advice, first, at, count + 1);
    }
}
