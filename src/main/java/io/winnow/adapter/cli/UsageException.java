package io.winnow.adapter.cli;

/** What the user gave cannot be worked with; the message names thing, value and rule. Ends a command with status 2. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** With the message of the cause, which names thing, value and rule. */
    public static UsageException because(Exception cause) {
        return new UsageException(String.valueOf(cause.getMessage()), cause);
    }
}
