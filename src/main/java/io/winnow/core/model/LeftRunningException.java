package io.winnow.core.model;

/** This process ends and leaves alone what it follows elsewhere: the next one goes on with it. */
public final class LeftRunningException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LeftRunningException(String job) {
        super("job %s is left running".formatted(job));
    }
}
