package io.winnow.core.inspection;

import io.winnow.core.image.ContentHash;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;

/** All content of one kind that is kept under its hash, as retention looks at it. Thread-safe. */
public interface KeptContent {
    /**
     * Something that is kept.
     *
     * @param touchedAt when somebody wanted it last, by the clock of whatever keeps it
     */
    record Stored(ContentHash hash, long bytes, Instant touchedAt) {}

    /** Shows everything, in no order. What comes or goes meanwhile may be left out. */
    void forEach(Consumer<Stored> visitor) throws IOException;

    /**
     * Deletes content that nobody has touched since a moment; says whether it did.
     *
     * @param now by which a keeper that shares our clock finds times that have yet to come: those are from before the clock went back
     */
    boolean deleteUntouchedSince(ContentHash hash, Instant moment, Instant now) throws IOException;
}
