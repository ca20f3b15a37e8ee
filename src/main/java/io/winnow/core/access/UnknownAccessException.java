package io.winnow.core.access;

/** There is no such account or token. */
public final class UnknownAccessException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public UnknownAccessException(String message) {
        super(message);
    }
}
