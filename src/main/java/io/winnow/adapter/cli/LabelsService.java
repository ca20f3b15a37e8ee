package io.winnow.adapter.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A running service, as far as labels and frames go out of it and into it. Used by one thread. */
public interface LabelsService {
    /**
     * What an import would change, or has changed.
     *
     * @param state as the service has it
     * @param counts by name, in the order in which they are told
     * @param lines conflicts and refused parts, for people
     */
    record Answer(String state, Map<String, Integer> counts, List<String> lines) {}

    /**
     * Writes an export into a file.
     *
     * @param query of the request, without the leading question mark
     * @return bytes written
     * @throws IOException when the service refuses or cannot be reached; the message says why
     */
    long export(String station, String query, Path file) throws IOException;

    /** Sends a file and waits for its check; gives the import's id. */
    String send(String station, Path file) throws IOException;

    /** What a checked import would change. */
    Answer plan(String id) throws IOException;

    /** Applies a checked import and waits. */
    Answer apply(String id, String conflicts) throws IOException;

    /** Forgets an import that is not to be applied. */
    void discard(String id) throws IOException;

    /** Takes an applied import back. */
    Answer undo(String id) throws IOException;
}
