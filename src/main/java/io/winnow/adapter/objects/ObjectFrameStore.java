package io.winnow.adapter.objects;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.inspection.KeptContent;
import io.winnow.core.inspection.RetainedFrames;
import java.io.IOException;
import java.util.Optional;

/** Frames as objects named after their SHA-256. Thread-safe. */
public final class ObjectFrameStore implements RetainedFrames {
    private final ObjectStorage storage;
    private final ContentObjects objects;

    public ObjectFrameStore(ObjectStorage storage) {
        this.storage = storage;
        this.objects = new ContentObjects(storage, "frames/");
    }

    /** {@inheritDoc} @throws io.winnow.core.inspection.StorageException when it could not be stored */
    @Override
    public void put(EncodedImage image) {
        objects.put(image.hash(), image.toByteArray());
    }

    /** {@inheritDoc} Bytes that are not what their name says are an error. */
    @Override
    public Optional<EncodedImage> find(ContentHash hash) throws IOException {
        Optional<EncodedImage> image = objects.find(hash).map(EncodedImage::adopt);
        if (image.isPresent() && !image.get().hash().equals(hash)) {
            throw new IOException("stored frame %s in %s is damaged: its content has SHA-256 %s"
                    .formatted(hash, storage, image.get().hash()));
        }
        return image;
    }

    @Override
    public void delete(ContentHash hash) {
        objects.delete(hash);
    }

    @Override
    public KeptContent content() {
        return objects;
    }
}
