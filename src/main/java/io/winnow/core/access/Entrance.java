package io.winnow.core.access;

import java.util.Optional;

/**
 * The ways in: sessions of people, tokens of machines, and what an identity provider signed. Thread-safe.
 *
 * @param signed empty where no identity provider is configured
 */
public record Entrance(Sessions sessions, ApiTokens tokens, Optional<SignedTokens> signed) {
    private static final System.Logger LOG = System.getLogger(Entrance.class.getName());

    /** Who shows that bearer token; empty when it lets nobody in. */
    public Optional<Caller> bearer(String token, String address) {
        if (token.startsWith(ApiTokens.PREFIX) || signed.isEmpty()) {
            return tokens.caller(token, address);
        }
        try {
            return Optional.of(signed.get().caller(token, address));
        } catch (SignedTokens.RefusedException e) {
            LOG.log(System.Logger.Level.INFO, "a token from {0} is refused: {1}", address, e.getMessage());
            return Optional.empty();
        }
    }
}
