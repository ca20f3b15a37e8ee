package io.winnow.core.access;

/** Checks what an identity provider has signed. Thread-safe. */
public interface SignedTokens {
    /**
     * Whoever the token vouches for.
     *
     * @throws RefusedException when it is not to be believed, or names nobody that may enter
     */
    Caller caller(String token, String address) throws RefusedException;

    /** Says for the log why a token is refused; never shown to whoever sent it. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        public RefusedException(String why) {
            super(why);
        }

        public RefusedException(String why, Throwable cause) {
            super(why, cause);
        }
    }
}
