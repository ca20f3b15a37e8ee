package io.winnow.core.configuration;

import io.winnow.core.configuration.ConfigurationState.Phase;
import io.winnow.core.configuration.ConfigurationState.Trial;
import io.winnow.core.configuration.ConfigurationVersion.Origin;
import io.winnow.core.inspection.StorageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The versions of a configuration over starts. A version that came from afar is tried by a start: it is in force once the service is
 * up, and where the start fails or dies before that, the next start puts back the version before it. What a person changed in the
 * folder by hand is never overwritten: it becomes a version of its own. Thread-safe.
 */
public final class ConfigurationVersions {
    /** So many are kept. */
    static final int KEPT = 50;

    private static final String DIED = "the process ended before the service was up";

    private final ConfigurationHistory history;
    private final ConfigurationFolder folder;
    private final InstantSource clock;
    private Optional<ConfigurationVersion> restored = Optional.empty();

    public ConfigurationVersions(ConfigurationHistory history, ConfigurationFolder folder, InstantSource clock) {
        this.history = history;
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * To be called at a start before the folder is read: puts into it what is to be tried, or what is to be gone back to.
     *
     * @throws StorageException when the folder or the history cannot be written; the next start tries again
     */
    public synchronized void begin() {
        ConfigurationState state = history.state().orElse(null);
        if (state == null || state.trial().isEmpty()) {
            return;
        }
        Trial trial = state.trial().get();
        ConfigurationVersion before = require(state.inForce());
        ConfigurationVersion next = require(trial.number());
        ConfigurationFiles found = folder.read();
        boolean byHand =
                switch (trial.phase()) {
                    case WAITING -> !found.equals(before.files());
                    case TRYING -> !found.equals(next.files());
                    // The folder holds a mixture that we made.
                    case INSTALLING, RESTORING -> false;
                };
        if (byHand) {
            leaveToHand(state, trial, next);
        } else if (trial.phase() == Phase.WAITING || trial.phase() == Phase.INSTALLING) {
            install(state, before, next);
        } else {
            restore(state, before, next, trial.failure().orElse(DIED));
        }
    }

    private void leaveToHand(ConfigurationState state, Trial trial, ConfigurationVersion next) {
        boolean tried = trial.phase() == Phase.TRYING;
        String why = tried
                ? trial.failure().orElse(DIED) + "; then the folder was edited by hand"
                : "the folder was edited by hand before it was tried";
        history.save(next.ended(tried, why));
        history.save(state.settled());
    }

    private void install(ConfigurationState state, ConfigurationVersion before, ConfigurationVersion next) {
        history.save(state.trying(next.number(), Phase.INSTALLING));
        try {
            folder.write(next.files());
        } catch (StorageException e) {
            restore(state, before, next, "its files could not be written: " + e.getMessage());
            return;
        }
        history.save(state.trying(next.number(), Phase.TRYING));
    }

    private void restore(ConfigurationState state, ConfigurationVersion before, ConfigurationVersion next, String why) {
        history.save(state.trying(next.number(), Phase.RESTORING).failed(why));
        folder.write(before.files());
        ConfigurationVersion failed = next.ended(true, why);
        history.save(failed);
        history.save(state.settled());
        restored = Optional.of(failed);
    }

    /** To be called once the folder is read and in order: notices what a person changed since the last start. */
    public synchronized void noticed() {
        Optional<ConfigurationState> state = history.state();
        if (state.flatMap(ConfigurationState::trial).isPresent()) {
            return;
        }
        ConfigurationFiles found = folder.read();
        if (state.isEmpty()) {
            enforce(add(found, "local", Origin.FIRST, "found at the first start")
                    .number());
        } else if (!found.equals(require(state.get().inForce()).files())) {
            enforce(add(found, "local", Origin.HAND, "edited by hand").number());
        }
    }

    /** The service is up: what was tried is in force. */
    public synchronized void ready() {
        history.state()
                .flatMap(ConfigurationState::trial)
                .filter(trial -> trial.phase() == Phase.TRYING)
                .ifPresent(trial -> enforce(trial.number()));
        tidy();
    }

    private void enforce(long number) {
        history.save(ConfigurationState.settled(number, clock.instant()));
    }

    /**
     * The start has failed.
     *
     * @return whether another one is worth while, because it puts back the version before
     */
    public synchronized boolean failed(String why) {
        Optional<ConfigurationState> state = history.state();
        boolean tried = state.flatMap(ConfigurationState::trial)
                .filter(trial -> trial.phase() == Phase.TRYING)
                .isPresent();
        if (tried) {
            history.save(state.get().failed(why));
        }
        return tried;
    }

    /** The version that this start went back from, with what it failed of. */
    public synchronized Optional<ConfigurationVersion> restored() {
        return restored;
    }

    /** Whether the folder can be changed at all. */
    boolean writable() {
        return folder.writable();
    }

    /** Everything that is kept, newest first. */
    public synchronized List<ConfigurationVersion> all() {
        return history.versions();
    }

    /**
     * Which version is in force and which is to be.
     *
     * @throws StorageException when there is none yet: the service is starting
     */
    public synchronized ConfigurationState state() {
        return history.state()
                .orElseThrow(() -> new StorageException(
                        "the configuration has no version yet", new IllegalStateException("before the first start")));
    }

    /** What of a version became. */
    public static String stateOf(ConfigurationVersion version, ConfigurationState state) {
        if (version.number() == state.inForce()) {
            return "in-force";
        }
        if (state.trial().filter(trial -> trial.number() == version.number()).isPresent()) {
            return "pending";
        }
        return version.ending().map(end -> end.failed() ? "failed" : "dropped").orElse("replaced");
    }

    /** A version that is kept. */
    public synchronized Optional<ConfigurationVersion> find(long number) {
        return history.versions().stream()
                .filter(version -> version.number() == number)
                .findFirst();
    }

    private ConfigurationVersion require(long number) {
        return find(number)
                .orElseThrow(() -> new StorageException(
                        "version %d of the configuration is missing in the history".formatted(number),
                        new IllegalStateException("history"),
                        false));
    }

    /** The newest version that is in force or on its way: what a change starts from. */
    synchronized ConfigurationVersion head() {
        ConfigurationState state = state();
        return require(state.trial().map(Trial::number).orElse(state.inForce()));
    }

    /** Keeps a version that the next start tries, in the place of one that waits for that. */
    synchronized ConfigurationVersion propose(ConfigurationFiles files, String by, Origin origin, String reason) {
        ConfigurationState state = state();
        ConfigurationVersion next = add(files, by, origin, reason);
        drop(state, "version %d took its place before it was tried".formatted(next.number()));
        history.save(state.settled().trying(next.number(), Phase.WAITING));
        return next;
    }

    private void drop(ConfigurationState state, String why) {
        state.trial().ifPresent(trial -> history.save(require(trial.number()).ended(false, why)));
    }

    /**
     * Goes back to a version while the service is down: at once and without a trial, as somebody who edits the folder by hand.
     *
     * @throws ConfigurationRefusedException when there is no such version
     */
    public synchronized ConfigurationVersion rollBackAtOnce(long number, String by) {
        ConfigurationVersion wanted = find(number)
                .orElseThrow(() -> new ConfigurationRefusedException(
                        ConfigurationRefusedException.Kind.UNKNOWN,
                        "version %d is not in the history".formatted(number)));
        folder.write(wanted.files());
        ConfigurationState state = state();
        drop(state, "somebody went back to version %d before it was tried".formatted(number));
        ConfigurationVersion next = add(wanted.files(), by, Origin.COMMAND, "back to version %d".formatted(number));
        enforce(next.number());
        return next;
    }

    private ConfigurationVersion add(ConfigurationFiles files, String by, Origin origin, String reason) {
        List<ConfigurationVersion> known = history.versions();
        long number = known.isEmpty() ? 1 : known.get(0).number() + 1;
        Instant now = clock.instant();
        ConfigurationVersion version =
                new ConfigurationVersion(number, now, by, origin, reason, Optional.empty(), files);
        history.save(version);
        return version;
    }

    /** Ends what a process left behind that died while it kept a version, and forgets the oldest. */
    private void tidy() {
        ConfigurationState state = state();
        Predicate<ConfigurationVersion> pending = version -> state.trial()
                .filter(trial -> trial.number() == version.number())
                .isPresent();
        List<ConfigurationVersion> all = history.versions();
        all.stream()
                .filter(version ->
                        version.number() > state.inForce() && version.ending().isEmpty())
                .filter(pending.negate())
                .forEach(version -> history.save(version.ended(false, "the process ended before it could be tried")));
        all.stream()
                .skip(KEPT)
                .filter(version -> version.number() != state.inForce())
                .filter(pending.negate())
                .forEach(history::delete);
    }
}
