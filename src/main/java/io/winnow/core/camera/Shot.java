package io.winnow.core.camera;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.review.TruthStore.FrameTruth;
import java.util.Optional;

/**
 * One picture that a played camera is about to send.
 *
 * @param id name of the frame, unique within its station
 * @param image JPEG or PNG
 * @param partId the part that it shows
 * @param setting how the camera is set
 * @param truth what it really shows, where that is known
 */
public record Shot(
        FrameId id, EncodedImage image, Optional<String> partId, Optional<String> setting, Optional<FrameTruth> truth) {
    /** A picture of a camera that does not say how it is set. */
    public Shot(FrameId id, EncodedImage image, Optional<String> partId, Optional<FrameTruth> truth) {
        this(id, image, partId, Optional.empty(), truth);
    }

    /** The same, taken with a camera that is set in this way. */
    public Shot withSetting(String how) {
        return new Shot(id, image, partId, Optional.of(how), truth);
    }
}
