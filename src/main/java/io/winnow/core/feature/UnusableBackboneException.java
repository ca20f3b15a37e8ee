package io.winnow.core.feature;

/** A backbone that cannot be used: missing, damaged, of another shape than its manifest says, or without what should run it. */
public final class UnusableBackboneException extends Exception {
    private static final long serialVersionUID = 1;

    public UnusableBackboneException(String message) {
        super(message);
    }

    public UnusableBackboneException(String message, Throwable cause) {
        super(message, cause);
    }
}
