package io.winnow.core.station;

import io.winnow.core.inspection.CapturedFrame;

/** Surrounds the work on one frame, so that whatever is logged meanwhile can say which frame it was. */
@FunctionalInterface
public interface FrameContext {
    /** Surrounds nothing. */
    FrameContext NONE = frame -> () -> {};

    /** Ends what was entered. */
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** Enters on the thread that works, which also closes. */
    Scope enter(CapturedFrame frame);
}
