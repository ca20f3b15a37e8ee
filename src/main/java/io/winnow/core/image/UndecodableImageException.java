package io.winnow.core.image;

/** An image that cannot become a tensor, with the reason as a category that doubles as a metric tag. */
public final class UndecodableImageException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why an image was refused. */
    public enum Cause {
        /** No bytes at all. */
        EMPTY,
        /** No image at all, or a damaged one. */
        UNREADABLE,
        /** An image, but of a kind that is not read: another format, CMYK, too many scans. */
        UNSUPPORTED,
        /** The file ends before its end marker. */
        TRUNCATED,
        /** More bytes than the limit. */
        TOO_LARGE,
        /** Height, width or area outside the limits. */
        ABSURD_DIMENSIONS
    }

    private final Cause cause;

    public UndecodableImageException(Cause cause, String message) {
        super(message);
        this.cause = cause;
    }

    /** The category; {@link #getMessage} has the values and the rule. */
    public Cause category() {
        return cause;
    }
}
