package io.winnow.core.configuration;

import java.time.Instant;
import java.util.Optional;

/**
 * Which version is in force, and which is to be. Every step of a change is one writing of it, so that a process that ends anywhere
 * leaves behind how far it got.
 *
 * @param inForce number of the version that the service last got up with
 * @param since when it did so first
 */
public record ConfigurationState(long inForce, Instant since, Optional<Trial> trial) {
    /**
     * A version on its way.
     *
     * @param failure why the start with it failed, as far as it could say so
     */
    public record Trial(long number, Phase phase, Optional<String> failure) {}

    /** How far a trial has come. */
    public enum Phase {
        /** The next start tries it. */
        WAITING,
        /** Its files are being put into the folder. */
        INSTALLING,
        /** A start with it has begun. */
        TRYING,
        /** The start failed; the files of the version in force are being put back. */
        RESTORING
    }

    static ConfigurationState settled(long inForce, Instant since) {
        return new ConfigurationState(inForce, since, Optional.empty());
    }

    ConfigurationState trying(long number, Phase phase) {
        return new ConfigurationState(
                inForce, since, Optional.of(new Trial(number, phase, trial.flatMap(Trial::failure))));
    }

    ConfigurationState failed(String why) {
        return new ConfigurationState(
                inForce, since, trial.map(on -> new Trial(on.number(), on.phase(), Optional.of(why))));
    }

    ConfigurationState settled() {
        return settled(inForce, since);
    }
}
