package io.winnow.core.model;

/** A step that a version's state does not allow, or that another step overtook; the message names version and states. */
public final class ModelStateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ModelStateException(String message) {
        super(message);
    }
}
