package io.winnow.core.model;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files of fitted models, a folder for each version. Thread-safe for different versions. */
public interface ModelFiles {
    /** A version of which files are kept. */
    record Kept(StationId station, ModelVersion version) {}

    /** An empty folder on this machine in which a version is written. */
    Path draft(StationId station, ModelVersion version) throws IOException;

    /** Deletes a draft; no error where there is none. */
    void deleteDraft(StationId station, ModelVersion version) throws IOException;

    /** Puts a draft into its place, where it survives a loss of power when this returns. */
    void adopt(StationId station, ModelVersion version) throws IOException;

    /**
     * A folder on this machine with a version's files; there is none at that place where none are kept.
     *
     * @throws io.winnow.core.inspection.StorageException when they are kept elsewhere and cannot be fetched
     */
    Path folder(StationId station, ModelVersion version);

    /** Deletes a version's files; no error where there are none. No half of them ever stands at their place. */
    void delete(StationId station, ModelVersion version) throws IOException;

    /** Versions of which files are kept and which nobody is storing just now. */
    List<Kept> list() throws IOException;

    /** Deletes what processes that were killed on this machine left unfinished. */
    void deleteDrafts() throws IOException;
}
