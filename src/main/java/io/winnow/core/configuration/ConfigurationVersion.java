package io.winnow.core.configuration;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One state of all files that was in force, or was to be.
 *
 * @param number counts up from 1
 * @param by who made it
 * @param reason what they said why
 * @param ending why it never came into force, where that is so
 */
public record ConfigurationVersion(
        long number,
        Instant at,
        String by,
        Origin origin,
        String reason,
        Optional<Ending> ending,
        ConfigurationFiles files) {

    /** The way a version came. */
    public enum Origin {
        /** Found at the first start. */
        FIRST,
        /** Found at a start, other than it had been left. */
        HAND,
        REST,
        MQTT,
        /** {@code winnow config rollback}. */
        COMMAND;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Why a version never came into force.
     *
     * @param failed whether a start with it failed; otherwise it was never tried
     */
    public record Ending(boolean failed, String reason) {}

    public ConfigurationVersion {
        if (number < 1) {
            throw new IllegalArgumentException("version = %d must be at least 1".formatted(number));
        }
    }

    ConfigurationVersion ended(boolean failed, String why) {
        return new ConfigurationVersion(number, at, by, origin, reason, Optional.of(new Ending(failed, why)), files);
    }
}
