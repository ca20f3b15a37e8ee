package io.winnow.core.exchange;

import io.winnow.core.inspection.StationId;
import java.time.Instant;
import java.util.Optional;

/**
 * An import that was applied.
 *
 * @param name of the file, as whoever brought it called it
 * @param conflicts what became of frames whose label says something else
 * @param frames new ones
 * @param labels that were set
 * @param undone who took it back and when
 */
public record ImportRecord(
        String id,
        StationId station,
        String name,
        ExportFormat format,
        Conflicts conflicts,
        int frames,
        int labels,
        String by,
        Instant at,
        Optional<Undone> undone) {
    /** What becomes of frames that have another label already. */
    public enum Conflicts {
        /** Their labels stay. */
        KEEP,
        /** The file's labels take their place. */
        REPLACE
    }

    /** Who took an import back. */
    public record Undone(String by, Instant at) {}
}
