package io.winnow.core.camera;

/** Where arriving frames go. Called by one thread at a time for each station. */
@FunctionalInterface
public interface FrameSink {
    /**
     * Takes a frame over. Returns soon; the work happens elsewhere and ends with the acknowledgement.
     *
     * <p>A sink that throws has not taken the frame: it is not acknowledged and comes again after a reconnect.
     */
    void onFrame(IncomingFrame frame, Acknowledgement acknowledgement);
}
