package io.winnow.core.camera;

import io.winnow.core.inspection.CapturedFrame;
import java.time.Instant;
import java.util.List;

/**
 * One frame as it arrived. What the camera left out or got wrong has been replaced and is told in the notes. It may have
 * been delivered before: whoever takes it recognises it by its id, time and image.
 *
 * @param frame the frame itself; its capture time is the arrival where the camera did not say
 * @param arrivedAt when it was received
 * @param notes one for each property that was missing or replaced
 */
public record IncomingFrame(CapturedFrame frame, Instant arrivedAt, List<FrameNote> notes) {
    public IncomingFrame {
        notes = List.copyOf(notes);
    }
}
