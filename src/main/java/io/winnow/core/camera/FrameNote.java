package io.winnow.core.camera;

/**
 * Something that a camera left out or got wrong about a frame, and what was made of it.
 *
 * @param property that it is about, such as {@code frame-id}
 * @param kind doubles as a metric tag, together with the property
 * @param text one sentence, without what the camera sent
 */
public record FrameNote(String property, Kind kind, String text) {
    /** What was wrong. */
    public enum Kind {
        /** Not there, or empty. */
        MISSING,
        /** Of another form than it must be. */
        MALFORMED,
        /** Well formed, but it cannot be true. */
        ABSURD,
        /** There more than once. */
        REPEATED,
        /** Longer than what is kept. */
        TOO_LONG,
        /** With characters that cannot be printed. */
        UNPRINTABLE
    }

    @Override
    public String toString() {
        return text;
    }
}
