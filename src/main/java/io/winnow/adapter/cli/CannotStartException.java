package io.winnow.adapter.cli;

/** This machine is not fit to run a command, whatever the user gave; the message says what to do. Ends a command with status 3. */
public final class CannotStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** How the process ends. */
    public static final int EXIT_STATUS = 3;

    public CannotStartException(String message, Throwable cause) {
        super(message, cause);
    }

    public CannotStartException(String message) {
        super(message);
    }
}
