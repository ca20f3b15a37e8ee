package io.winnow.adapter.faiss;

/** Native code failed; the message is its own. Thrown by native code, which finds it by name. */
public final class FaissException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FaissException(String message) {
        super(message);
    }
}
