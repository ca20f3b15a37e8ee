package io.winnow.core.exchange;

import io.winnow.core.image.EncodedImage;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Writes frames and labels to a stream as they come, holding one frame at a time. Used by one thread. */
public interface FrameWriter extends Closeable {
    /** Opens writers. Thread-safe. */
    @FunctionalInterface
    interface Factory {
        /**
         * Begins a file.
         *
         * @param images whether images go with the labels; a format without them is a plain file, one with them a zip
         * @param out not closed by the writer
         */
        FrameWriter open(ExportFormat format, boolean images, OutputStream out) throws IOException;
    }

    /**
     * Adds a frame.
     *
     * @param image its bytes; empty where retention has deleted them, or no images are asked for
     */
    void add(StoredFrame frame, Optional<EncodedImage> image) throws IOException;

    /** Ends the file. */
    @Override
    void close() throws IOException;
}
