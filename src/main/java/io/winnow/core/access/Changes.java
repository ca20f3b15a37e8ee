package io.winnow.core.access;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Writes changes of accounts, tokens and sessions into the audit log. Thread-safe. */
final class Changes {
    private final AuditLog log;
    private final Clock clock;

    Changes(AuditLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    void add(
            Caller by,
            String action,
            String target,
            Optional<Map<String, Object>> before,
            Optional<Map<String, Object>> after) {
        log.add(new AuditLog.Entry(
                clock.instant(), by.name(), by.kind(), action, Optional.empty(), target, before, after, by.address()));
    }
}
