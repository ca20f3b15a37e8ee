package io.winnow.core.camera;

/** Tells the sender what became of a frame. Thread-safe. */
public interface Acknowledgement {
    /**
     * The frame was dealt with for good. Call it once the verdict is stored, from any thread; a second call does nothing. Where the
     * connection that brought the frame is gone the call has no effect, and the frame will be delivered again.
     */
    void done();

    /**
     * The frame was not stored and will not be now: it stays unacknowledged, comes again after the next connect, and gives its place
     * to others. A call after {@link #done} does nothing.
     */
    void notTaken();
}
