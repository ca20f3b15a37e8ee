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
 * @param truth what it really shows, where that is known
 */
public record Shot(FrameId id, EncodedImage image, Optional<String> partId, Optional<FrameTruth> truth) {}
