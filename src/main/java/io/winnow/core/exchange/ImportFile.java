package io.winnow.core.exchange;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/** A file of labels and frames that is to be imported. Used by one thread. */
public interface ImportFile extends Closeable {
    /** Opens files. Thread-safe. */
    @FunctionalInterface
    interface Opener {
        /** Opens a file, whose format shows in what is in it. */
        ImportFile open(Path file) throws IOException, RefusedException;
    }

    /** A file that nothing is taken from; the message names the thing, its value and the rule. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        public RefusedException(String message) {
            super(message);
        }
    }

    /** A part of the file that is not taken, and why. */
    record Refusal(String source, String why) {}

    /** What the file says. */
    record Content(List<FrameClaim> claims, List<Refusal> refused) {
        public Content {
            claims = List.copyOf(claims);
            refused = List.copyOf(refused);
        }
    }

    ExportFormat format();

    /**
     * Reads everything but keeps no image.
     *
     * @param progress told how many of how many frames are read
     */
    Content read(BiConsumer<Integer, Integer> progress) throws IOException, RefusedException;

    /** The bytes of an image that a claim names. */
    byte[] image(String name) throws IOException, RefusedException;
}
