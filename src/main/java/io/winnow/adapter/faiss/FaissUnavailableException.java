package io.winnow.adapter.faiss;

/** The native search library cannot be used here; the message says why. Searching in plain Java remains possible. */
public final class FaissUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    FaissUnavailableException(String message) {
        super(message);
    }

    FaissUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
