package io.winnow.app;

import io.winnow.core.access.AuditLog;
import io.winnow.core.access.Caller;
import io.winnow.core.inspection.StationId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Writes down what changes without anybody asking over HTTP: by policy, by a command over MQTT. Thread-safe. */
final class SystemAudit {
    private final AuditLog log;
    private final Clock clock;

    SystemAudit(AuditLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    void changed(String who, String action, StationId station, String target, Map<String, Object> after) {
        log.add(new AuditLog.Entry(
                clock.instant(),
                who,
                Caller.Kind.SYSTEM,
                action,
                Optional.of(station.value()),
                target,
                Optional.empty(),
                Optional.of(after),
                Optional.empty()));
    }
}
