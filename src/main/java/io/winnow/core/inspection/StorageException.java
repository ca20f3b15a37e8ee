package io.winnow.core.inspection;

/** Something could not be stored or read; the message names what and where. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
