package io.winnow.adapter.mqtt;

import java.io.IOException;
import java.util.Optional;

/**
 * What tells a broker who we are, and us who it is. Read anew at every connect, so that a changed password and a renewed certificate
 * count without a restart.
 *
 * @param credentials user and password, where the broker wants them
 * @param tls for {@code ssl://} and {@code wss://}
 */
public record BrokerAccess(Optional<Credentials> credentials, TlsFiles tls) {
    /** Anonymous; a broker with TLS has to show a certificate that the machine trusts. */
    public static final BrokerAccess ANONYMOUS = new BrokerAccess(Optional.empty(), TlsFiles.NONE);

    /** Where the password is kept. */
    @FunctionalInterface
    public interface Password {
        /**
         * The password as it is now.
         *
         * @throws IOException when it cannot be read
         */
        String reveal() throws IOException;
    }

    /** What a broker asks for on connecting. */
    public record Credentials(String user, Password password) {
        /** Without the password, so that it reaches no log. */
        @Override
        public String toString() {
            return "Credentials[user=" + user + "]";
        }
    }
}
