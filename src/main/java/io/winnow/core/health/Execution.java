package io.winnow.core.health;

import java.util.Map;

/**
 * What really runs a backbone.
 *
 * @param description runtime, its version and settings, for people
 * @param operations how many operations of the graph each execution provider ran, as the runtime itself reports after a run; empty where
 *     the runtime does not say
 */
public record Execution(String backbone, String description, Map<String, Integer> operations) {
    public Execution {
        operations = Map.copyOf(operations);
    }
}
