package io.winnow.core.model;

/** A refit was asked for before the pool holds enough frames; the message has both numbers. */
public final class PoolTooSmallException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PoolTooSmallException(String message) {
        super(message);
    }
}
