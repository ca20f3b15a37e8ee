package io.winnow.core.model;

import java.io.IOException;

/** An artefact that must not be used: damaged, missing, foreign or of another format. The message names thing, value and rule. */
public final class ArtefactException extends IOException {
    private static final long serialVersionUID = 1;

    public ArtefactException(String message) {
        super(message);
    }

    public ArtefactException(String message, Throwable cause) {
        super(message, cause);
    }
}
