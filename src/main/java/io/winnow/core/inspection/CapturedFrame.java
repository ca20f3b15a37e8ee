package io.winnow.core.inspection;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import java.time.Instant;
import java.util.Optional;

/**
 * A frame as a station received it.
 *
 * @param capturedAt when the camera took it, by the camera's clock; the time of arrival where the camera gave none
 * @param partId the part that it shows, where the line knows it
 * @param trigger what made the camera take it, where the camera says so
 * @param setting how the camera was set, such as its recipe or exposure, where it says so; a pool takes only so much of one
 */
public record CapturedFrame(
        StationId station,
        FrameId id,
        Instant capturedAt,
        Optional<String> partId,
        Optional<String> trigger,
        Optional<String> setting,
        EncodedImage image) {
    /** A frame of a camera that does not say how it is set. */
    public CapturedFrame(
            StationId station,
            FrameId id,
            Instant capturedAt,
            Optional<String> partId,
            Optional<String> trigger,
            EncodedImage image) {
        this(station, id, capturedAt, partId, trigger, Optional.empty(), image);
    }
}
