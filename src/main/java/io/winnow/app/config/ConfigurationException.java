package io.winnow.app.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be worked with; the message lists every problem of every file. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    ConfigurationException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** All problems, by file and line. */
    public List<Problem> problems() {
        return problems;
    }
}
