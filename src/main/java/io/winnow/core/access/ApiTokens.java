package io.winnow.core.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes, checks and revokes tokens of machines; what is made and revoked is in the audit log, or is not. Thread-safe. */
public final class ApiTokens {
    /** Begins every token, so that scanners for leaked secrets find them and nobody takes them for tokens of others. */
    public static final String PREFIX = "wnw_";

    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final int HINT_LETTERS = 4;

    /**
     * A new token.
     *
     * @param secret for the machine; it is shown once and nowhere kept
     */
    public record Issued(String secret, ApiToken token) {}

    private final TokenStore store;
    private final Transactions transactions;
    private final Changes changes;
    private final UseNotes notes;
    private final Clock clock;

    /** @param transactions over the store and the log */
    public ApiTokens(TokenStore store, AuditLog log, Transactions transactions, Clock clock) {
        this.store = store;
        this.transactions = transactions;
        this.changes = new Changes(log, clock);
        this.notes = new UseNotes(clock);
        this.clock = clock;
    }

    public List<ApiToken> list() {
        return store.list();
    }

    /**
     * Makes a token.
     *
     * @param expiresAt empty for a token that lasts until it is revoked
     * @throws IllegalArgumentException when the name cannot be one, or the token would have expired already
     * @throws AccessConflictException when the name is taken
     */
    public Issued issue(Caller by, String name, Role role, Optional<Instant> expiresAt) {
        Instant now = clock.instant();
        expiresAt.filter(end -> !end.isAfter(now)).ifPresent(end -> {
            throw new IllegalArgumentException("expiresAt = %s must be in the future".formatted(end));
        });
        String secret = PREFIX + Secrets.random();
        ApiToken token = new ApiToken(
                UUID.randomUUID().toString(),
                AccountName.ofToken(name),
                role,
                secret.substring(secret.length() - HINT_LETTERS),
                by.name(),
                now,
                expiresAt,
                Optional.empty());
        return transactions.together(() -> {
            if (!store.add(token, Secrets.hash(secret))) {
                throw new AccessConflictException("there is a token '%s' already".formatted(token.name()));
            }
            changes.add(by, "token.create", token.name(), Optional.empty(), Optional.of(shown(token)));
            return new Issued(secret, token);
        });
    }

    /** Revokes the token of that name, if there is one, and makes it anew. */
    public Issued renew(Caller by, String name, Role role) {
        list().stream().filter(token -> token.name().equals(name)).forEach(token -> revoke(by, token.id()));
        return issue(by, name, role, Optional.empty());
    }

    /** Whose token that is; empty when it lets nobody in. */
    public Optional<Caller> caller(String secret, String address) {
        Instant now = clock.instant();
        Optional<ApiToken> found = store.find(Secrets.hash(secret)).filter(token -> token.validAt(now));
        found.filter(token -> token.lastUsedAt()
                        .map(last -> Duration.between(last, now).compareTo(USE_NOTED_EVERY) > 0)
                        .orElse(true))
                .ifPresent(token -> notes.note(() -> store.used(token.id(), now)));
        return found.map(token -> new Caller(token.name(), token.role(), Caller.Kind.TOKEN, Optional.of(address)));
    }

    /** Whether there is a token of that name which lets in. */
    public boolean lasts(String name) {
        Instant now = clock.instant();
        return store.list().stream().anyMatch(token -> token.name().equals(name) && token.validAt(now));
    }

    /** @throws UnknownAccessException when there is no such token */
    public void revoke(Caller by, String id) {
        transactions.together(() -> {
            ApiToken token = store.remove(id)
                    .orElseThrow(
                            () -> new UnknownAccessException("there is no token '%.70s', or no longer".formatted(id)));
            changes.add(by, "token.revoke", token.name(), Optional.of(shown(token)), Optional.empty());
        });
    }

    private static Map<String, Object> shown(ApiToken token) {
        Map<String, Object> shown = new HashMap<>();
        shown.put("role", token.role().word());
        token.expiresAt().ifPresent(end -> shown.put("expiresAt", end.toString()));
        return shown;
    }
}
