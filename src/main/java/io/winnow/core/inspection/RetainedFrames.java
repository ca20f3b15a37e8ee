package io.winnow.core.inspection;

/** Frames that retention sees to. */
public interface RetainedFrames extends FrameStore {
    /** All of them. */
    KeptContent content();
}
