package io.winnow.adapter.cli;

import java.nio.file.Path;
import java.util.List;

/** Reads a configuration without starting anything. */
@FunctionalInterface
public interface ConfigurationCheck {
    /**
     * What was found.
     *
     * @param problems one line each; none where Winnow would start with it
     * @param summary what it says, one line for the site and one for each station
     */
    record Report(List<String> problems, List<String> summary) {
        public Report {
            problems = List.copyOf(problems);
            summary = List.copyOf(summary);
        }
    }

    /** Reads everything in a folder. */
    Report check(Path directory);
}
