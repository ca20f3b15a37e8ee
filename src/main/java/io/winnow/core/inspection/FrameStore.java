package io.winnow.core.inspection;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.EncodedImage;
import java.io.IOException;
import java.util.Optional;

/** Frames by content hash: the same bytes are stored once. Thread-safe; what was put survives a crash. */
public interface FrameStore {
    /** Stores the bytes, on disk when it returns. */
    void put(EncodedImage image) throws IOException;

    /** The bytes of that hash, empty where they were never stored or are beyond retention. */
    Optional<EncodedImage> find(ContentHash hash) throws IOException;

    /** Forgets the bytes of that hash; no error where there are none. */
    void delete(ContentHash hash) throws IOException;
}
