package io.winnow.core.threshold;

/** A threshold rule cannot be followed yet; the message says what there is and what it needs. */
public final class NotEnoughDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotEnoughDataException(String message) {
        super(message);
    }
}
