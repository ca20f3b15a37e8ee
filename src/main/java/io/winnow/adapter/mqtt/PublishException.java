package io.winnow.adapter.mqtt;

import java.io.IOException;

/** A message did not reach the broker; it may be sent again. */
public final class PublishException extends IOException {
    private static final long serialVersionUID = 1;

    PublishException(String message) {
        super(message);
    }

    PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
