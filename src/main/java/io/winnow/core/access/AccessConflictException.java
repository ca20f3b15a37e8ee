package io.winnow.core.access;

/** A name is taken. */
public final class AccessConflictException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public AccessConflictException(String message) {
        super(message);
    }
}
