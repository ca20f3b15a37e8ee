package io.winnow.core.camera;

/** Tells the sender that a frame was dealt with for good. Thread-safe. */
@FunctionalInterface
public interface Acknowledgement {
    /**
     * Call it once the verdict is stored, from any thread; a second call does nothing. Where the connection that brought
     * the frame is gone the call has no effect, and the frame will be delivered again.
     */
    void done();
}
