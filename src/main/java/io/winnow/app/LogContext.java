package io.winnow.app;

import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.station.FrameContext;
import org.jboss.logmanager.MDC;

/** Gives every line that is logged while a frame is worked on the frame's id and station: fields "mdc" of the JSON log. */
final class LogContext implements FrameContext {
    private static final String FRAME = "frame";
    private static final String STATION = "station";

    @Override
    public Scope enter(CapturedFrame frame) {
        MDC.put(FRAME, frame.id().value());
        MDC.put(STATION, frame.station().value());
        return () -> {
            MDC.remove(FRAME);
            MDC.remove(STATION);
        };
    }
}
