package io.winnow.core.configuration;

import java.util.List;

/** A change that was not made. */
public final class ConfigurationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What kind of refusal. */
    public enum Kind {
        /** What was asked for makes no sense whatever the configuration is. */
        MALFORMED,
        /** Somebody else was faster, or something is under way. */
        CONFLICT,
        /** The service would not start with it. */
        INVALID,
        /** Not by this way. */
        FORBIDDEN,
        /** There is no such version. */
        UNKNOWN
    }

    private final Kind kind;
    private final transient List<ConfigurationRules.Problem> problems;

    public ConfigurationRefusedException(Kind kind, String message) {
        this(kind, message, List.of());
    }

    ConfigurationRefusedException(Kind kind, String message, List<ConfigurationRules.Problem> problems) {
        super(message);
        this.kind = kind;
        this.problems = List.copyOf(problems);
    }

    public Kind kind() {
        return kind;
    }

    /** Everything that is wrong, for {@link Kind#INVALID}. */
    public List<ConfigurationRules.Problem> problems() {
        return problems;
    }
}
