package io.winnow.core.dataset;

import java.io.IOException;

/** A dataset is not as its layout wants it; the message names the file or folder and the rule. */
public final class DatasetException extends IOException {
    private static final long serialVersionUID = 1;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
