package io.winnow.core.inspection;

/** Something could not be stored or read; the message names what and where. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    /** A failure that may pass: a full disk, a database that somebody else holds. */
    public StorageException(String message, Throwable cause) {
        this(message, cause, true);
    }

    /**
     * @param passing whether the same may succeed later, with nothing changed but the storage's own state
     */
    public StorageException(String message, Throwable cause, boolean passing) {
        super(message, cause);
        this.passing = passing;
    }

    /** Whether the same may succeed later. */
    public boolean passing() {
        return passing;
    }
}
