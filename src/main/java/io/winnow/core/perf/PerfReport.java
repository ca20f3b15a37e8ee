package io.winnow.core.perf;

import java.util.List;

/**
 * What {@code winnow perf} measured.
 *
 * @param machine processor, threads, Java and the like, for people
 */
public record PerfReport(List<String> machine, List<Topic> topics) {
    /** Everything of one topic, in the order in which it came; {@code failure} says why it was not measured, else it is empty. */
    public record Topic(
            String name,
            String summary,
            List<Outcome> outcomes,
            List<Figure> figures,
            List<Chart> charts,
            List<String> notes,
            String failure) {}

    /** A figure that is no comparison. */
    public record Figure(String name, double value, String unit) {}
}
