package io.winnow.core.access;

import java.time.Instant;
import java.util.Optional;

/**
 * What lets a machine in.
 *
 * @param hint the last letters of the secret, to tell tokens apart
 */
public record ApiToken(
        String id,
        String name,
        Role role,
        String hint,
        String createdBy,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt) {

    boolean validAt(Instant now) {
        return expiresAt.map(now::isBefore).orElse(true);
    }
}
