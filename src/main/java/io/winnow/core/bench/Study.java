package io.winnow.core.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A finished study, ready to be reported.
 *
 * @param plan what was compared
 * @param cells all cells
 * @param notes what the reader should know
 * @param command the command line that repeats it
 * @param version of the program
 * @param finishedAt when it ended
 * @param took how long this run took; cells from the cache took none of it
 */
public record Study(
        BenchPlan plan,
        List<Cell> cells,
        List<String> notes,
        String command,
        String version,
        Instant finishedAt,
        Duration took) {
    public Study {
        cells = List.copyOf(cells);
        notes = List.copyOf(notes);
    }
}
