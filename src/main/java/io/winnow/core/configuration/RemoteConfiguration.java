package io.winnow.core.configuration;

import io.winnow.core.configuration.ConfigurationRefusedException.Kind;
import io.winnow.core.configuration.ConfigurationRules.Problem;
import io.winnow.core.configuration.ConfigurationState.Phase;
import io.winnow.core.configuration.ConfigurationVersion.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes the configuration from afar: checks the whole of what it would become, keeps it as a version, and has it tried. Thread-safe. */
public final class RemoteConfiguration {
    private static final int LONGEST_REASON = 500;

    /** Where the history lies: somebody who changed it would start another one. */
    private static final String HISTORY_PLACE = "storage.directory";

    /** The parts of {@code site.yaml} that say nothing of who may enter, whom to trust and where data goes. */
    private static final Set<String> OPEN_TO_MQTT = Set.of(
            "inference.threads",
            "inference.providers",
            "inference.fallBack",
            "inference.device",
            "inference.tensorrt.precision",
            "search",
            "log",
            "refit.memory");

    /** Ends the service so that it is started again. */
    public interface Restart {
        /** Whether somebody starts it again. */
        boolean supervised();

        /** Begins an orderly end and returns. */
        void begin();
    }

    /**
     * A wish.
     *
     * @param base the version that it starts from
     * @param changes new texts by path; an empty one deletes the file
     * @param reason why, for the history
     */
    public record Change(long base, Map<String, Optional<String>> changes, String reason) {
        public Change {
            changes = Map.copyOf(changes);
        }
    }

    /**
     * What became of a wish.
     *
     * @param restarting whether the service is being restarted; otherwise the version is tried at the next start
     */
    public record Receipt(ConfigurationVersion version, boolean restarting) {
        /** One sentence. */
        public String text() {
            return restarting
                    ? "version %d is kept; the service restarts with it".formatted(version.number())
                    : "version %d is kept and takes effect at the next start".formatted(version.number());
        }
    }

    private final ConfigurationVersions versions;
    private final ConfigurationRules rules;
    private final Restart restart;
    private final Set<Origin> open;

    /** @param open ways in which changes may come */
    public RemoteConfiguration(
            ConfigurationVersions versions, ConfigurationRules rules, Restart restart, Set<Origin> open) {
        this.versions = versions;
        this.rules = rules;
        this.restart = restart;
        this.open = Set.copyOf(open);
    }

    /** Versions as they are kept. */
    public ConfigurationVersions versions() {
        return versions;
    }

    /** Whether changes may come in some way. */
    public boolean open(Origin way) {
        return open.contains(way);
    }

    /** Everything that would be wrong after a change; changes nothing. */
    public List<Problem> check(Map<String, Optional<String>> changes) {
        ConfigurationFiles before = versions.head().files();
        return problems(before, with(before, changes));
    }

    private List<Problem> problems(ConfigurationFiles before, ConfigurationFiles after) {
        List<Problem> problems = rules.check(after);
        return problems.isEmpty() && rules.changedSiteKeys(before, after).contains(HISTORY_PLACE)
                ? List.of(new Problem(
                        ConfigurationFiles.SITE,
                        1,
                        HISTORY_PLACE + ": cannot be changed from afar; the history of the configuration lies there"))
                : problems;
    }

    private static ConfigurationFiles with(ConfigurationFiles before, Map<String, Optional<String>> changes) {
        try {
            return before.with(changes);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationRefusedException(Kind.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Keeps a change as the next version and has it tried.
     *
     * @throws ConfigurationRefusedException when it is not made
     */
    public Receipt change(Change wish, String by, Origin way) {
        synchronized (versions) {
            ConfigurationVersion head = requireChangeable(wish.base(), wish.reason(), way);
            return propose(head, with(head.files(), wish.changes()), wish.reason(), by, way);
        }
    }

    /**
     * Makes a version of the history the next one and has it tried.
     *
     * @throws ConfigurationRefusedException when it is not made
     */
    public Receipt rollBack(long to, long base, String reason, String by, Origin way) {
        synchronized (versions) {
            ConfigurationVersion head = requireChangeable(base, reason, way);
            ConfigurationVersion wanted = versions.find(to)
                    .orElseThrow(() -> new ConfigurationRefusedException(
                            Kind.UNKNOWN, "version %d is not in the history".formatted(to)));
            String why = "back to version %d%s".formatted(to, reason.isBlank() ? "" : ": " + reason);
            return propose(head, wanted.files(), why, by, way);
        }
    }

    private ConfigurationVersion requireChangeable(long base, String reason, Origin way) {
        if (!open(way)) {
            throw new ConfigurationRefusedException(
                    Kind.FORBIDDEN, "configuration.remote in site.yaml does not name %s".formatted(way.word()));
        }
        if (reason.length() > LONGEST_REASON) {
            throw new ConfigurationRefusedException(
                    Kind.MALFORMED,
                    "reason has %d characters, at most %d are taken".formatted(reason.length(), LONGEST_REASON));
        }
        ConfigurationVersion head = versions.head();
        if (head.number() != base) {
            throw new ConfigurationRefusedException(
                    Kind.CONFLICT,
                    "base_version = %d is outdated: the newest is %d; look at it and ask again"
                            .formatted(base, head.number()));
        }
        versions.state()
                .trial()
                .filter(trial -> trial.phase() != Phase.WAITING || restart.supervised())
                .ifPresent(trial -> {
                    throw new ConfigurationRefusedException(
                            Kind.CONFLICT,
                            "version %d is being tried; ask again when that is over".formatted(trial.number()));
                });
        if (!versions.writable()) {
            throw new ConfigurationRefusedException(
                    Kind.CONFLICT,
                    "the configuration folder cannot be written here; change it where it comes from, such as the ConfigMap");
        }
        return head;
    }

    private Receipt propose(ConfigurationVersion head, ConfigurationFiles files, String reason, String by, Origin way) {
        if (files.equals(head.files())) {
            throw new ConfigurationRefusedException(
                    Kind.MALFORMED, "version %d is the same; nothing changes".formatted(head.number()));
        }
        List<Problem> problems = problems(head.files(), files);
        if (!problems.isEmpty()) {
            throw new ConfigurationRefusedException(
                    Kind.INVALID, "the service would not start with it: " + listed(problems), problems);
        }
        if (way == Origin.MQTT) {
            requireOpenKeys(head.files(), files);
        }
        ConfigurationVersion next = versions.propose(files, by, way, reason);
        boolean supervised = restart.supervised();
        if (supervised) {
            restart.begin();
        }
        return new Receipt(next, supervised);
    }

    private static String listed(List<Problem> problems) {
        return String.join(
                "; ",
                problems.stream()
                        .map(problem -> "%s:%d: %s".formatted(problem.file(), problem.line(), problem.rule()))
                        .toList());
    }

    private void requireOpenKeys(ConfigurationFiles before, ConfigurationFiles after) {
        List<String> closed = rules.changedSiteKeys(before, after).stream()
                .filter(key -> OPEN_TO_MQTT.stream().noneMatch(open -> key.equals(open) || key.startsWith(open + ".")))
                .toList();
        if (!closed.isEmpty()) {
            throw new ConfigurationRefusedException(
                    Kind.FORBIDDEN,
                    "%s cannot be changed over MQTT; use the REST interface".formatted(String.join(", ", closed)));
        }
    }
}
