package io.winnow.core.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Writes studies into files. A file is there completely or not at all. Thread-safe. */
public interface StudyReports {
    /** An array of one object for each cell, as {@code docs/bench.md} describes. */
    void json(Study study, Path file) throws IOException;

    /** A table of one line for each cell, with the same fields. */
    void csv(Study study, Path file) throws IOException;

    /** One page that needs no other file: curves, box plots, tables and galleries. */
    void html(Study study, Path file) throws IOException;
}
