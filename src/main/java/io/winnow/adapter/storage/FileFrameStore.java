package io.winnow.adapter.storage;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.inspection.KeptContent;
import io.winnow.core.inspection.RetainedFrames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Frames as files named after their SHA-256. Thread-safe; one process at a time owns the folder. */
public final class FileFrameStore implements RetainedFrames {
    private final ContentFiles files;
    private final Path folder;

    /** Opens a folder, made where it is absent. */
    public FileFrameStore(Path folder) throws IOException {
        this.folder = folder;
        this.files = new ContentFiles(folder, "");
    }

    @Override
    public void put(EncodedImage image) throws IOException {
        if (!files.touch(image.hash())) {
            files.put(image.hash(), image.bytes(), true);
        }
    }

    /** {@inheritDoc} Bytes that are not what their name says are an error. */
    @Override
    public Optional<EncodedImage> find(ContentHash hash) throws IOException {
        Optional<EncodedImage> image = files.read(hash).map(EncodedImage::adopt);
        if (image.isPresent() && !image.get().hash().equals(hash)) {
            throw new IOException("stored frame %s in %s is damaged: its content has SHA-256 %s"
                    .formatted(hash, folder, image.get().hash()));
        }
        return image;
    }

    @Override
    public void delete(ContentHash hash) throws IOException {
        files.delete(hash);
    }

    @Override
    public KeptContent content() {
        return files;
    }

    ContentFiles files() {
        return files;
    }
}
