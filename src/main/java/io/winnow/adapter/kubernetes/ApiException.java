package io.winnow.adapter.kubernetes;

import java.io.IOException;

/** The API server refuses, or cannot be reached; the message names server, what was asked and the rule. */
final class ApiException extends IOException {
    private static final long serialVersionUID = 1;

    private static final int UNREACHABLE = 0;

    private final int status;

    ApiException(String message, int status) {
        super(message);
        this.status = status;
    }

    ApiException(String message, Throwable cause) {
        super(message, cause);
        this.status = UNREACHABLE;
    }

    boolean is(int wanted) {
        return status == wanted;
    }

    /** Whether the same may succeed later, with nothing changed but the cluster's own state. */
    boolean passing() {
        return status == UNREACHABLE || status == 429 || status >= 500;
    }
}
