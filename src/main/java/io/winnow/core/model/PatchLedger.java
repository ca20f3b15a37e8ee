package io.winnow.core.model;

import io.winnow.core.refinement.PatchLedgerEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The patches that refinement left out of kept frames, as a file of the artefact: one line for each, the most anomalous first.
 * There are too many of them for the database, and nobody asks for one of them alone.
 */
public final class PatchLedger {
    /** Its name in the artefact's folder. */
    public static final String FILE = "patches.csv";

    private PatchLedger() {}

    /** Writes the file; without patches only its head, so that their absence is a statement. */
    static void write(List<PatchLedgerEntry> entries, TrainingPool pool, Path folder) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve(FILE)))) {
            out.print("rank,frame,image,patch,score,round\n");
            for (PatchLedgerEntry entry : entries) {
                PoolFrame frame = pool.frame(entry.image());
                out.printf(
                        "%d,\"%s\",%s,%d,%s,%d\n",
                        entry.rank(),
                        frame.frame().value().replace("\"", "\"\""),
                        frame.image().hex(),
                        entry.patch(),
                        entry.score(),
                        entry.round());
            }
            if (out.checkError()) {
                throw new IOException("%s could not be written".formatted(folder.resolve(FILE)));
            }
        }
    }
}
