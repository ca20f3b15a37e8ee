package io.winnow.app;

import io.winnow.core.access.AuditLog;
import io.winnow.core.access.Caller;
import io.winnow.core.inspection.StationId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes down what a command over MQTT changes. Thread-safe. */
final class SystemAudit {
    private final AuditLog log;
    private final Clock clock;

    SystemAudit(AuditLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Makes a change and writes it down; where not even the beginning can be written down, it is not made.
     *
     * @param work throws when nothing was changed
     * @param target what was changed
     */
    <T> T change(
            String who,
            String action,
            StationId station,
            Map<String, Object> how,
            Supplier<T> work,
            Function<T, String> target) {
        return change(who, action, Optional.of(station), how, work, target);
    }

    /** The same for what belongs to no station in particular. */
    <T> T change(
            String who,
            String action,
            Optional<StationId> station,
            Map<String, Object> how,
            Supplier<T> work,
            Function<T, String> target) {
        long intent = log.intend(entry(who, AuditLog.UNFINISHED, station, action, how));
        T done;
        try {
            done = work.get();
        } catch (RuntimeException e) {
            log.drop(intent);
            throw e;
        }
        log.settle(intent, entry(who, action, station, target.apply(done), how));
        return done;
    }

    /** Writes down what the service did by itself. */
    void note(String action, String target, Map<String, Object> how) {
        log.add(entry("winnow", action, Optional.empty(), target, how));
    }

    private AuditLog.Entry entry(
            String who, String action, Optional<StationId> station, String target, Map<String, Object> after) {
        return new AuditLog.Entry(
                clock.instant(),
                who,
                Caller.Kind.SYSTEM,
                action,
                station.map(StationId::value),
                target,
                Optional.empty(),
                Optional.of(after),
                Optional.empty());
    }
}
