package io.winnow.adapter.exchange;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary file for what stands at the end of an export but grows with each frame. Used by one thread. */
final class Spool implements Closeable {
    private final Path file;
    private final OutputStream out;

    Spool() throws IOException {
        file = Files.createTempFile("winnow-export-", ".part");
        out = new BufferedOutputStream(Files.newOutputStream(file));
    }

    OutputStream out() {
        return out;
    }

    /** Copies what was written; nothing can be written any more. */
    void copyTo(OutputStream target) throws IOException {
        out.close();
        Files.copy(file, target);
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
