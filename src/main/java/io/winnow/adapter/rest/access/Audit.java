package io.winnow.adapter.rest.access;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import io.winnow.core.access.AuditLog;
import io.winnow.core.access.AuditLog.Entry;
import io.winnow.core.access.Caller;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.StorageException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes down what requests change, and in whose name. What a resource does not tell is written all the same, by {@link AuditFilter}. Thread-safe. */
@Singleton
public class Audit {
    private static final System.Logger LOG = System.getLogger(Audit.class.getName());
    private static final String TOLD = "winnow.audit.told";
    private static final String INTENT = "winnow.audit.intent";
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_FAILURE = 500;
    private static final TypeReference<Map<String, Object>> STATE = new TypeReference<>() {};

    private final AuditLog log;
    private final CurrentCaller caller;
    private final CurrentVertxRequest request;
    private final ObjectMapper mapper;
    private final Clock clock;

    Audit(AuditLog log, CurrentCaller caller, CurrentVertxRequest request, ObjectMapper mapper, Clock clock) {
        this.log = log;
        this.caller = caller;
        this.request = request;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** The name under which it is remembered what the caller does. */
    public String who() {
        return caller.name();
    }

    /**
     * Writes a change down.
     *
     * @param action such as {@code threshold.set}
     * @param before what it was, something that becomes a JSON object; null where there was nothing or it is not known
     * @param after what it is now; null where there is nothing any longer
     */
    public void changed(
            String action,
            @Nullable StationId station,
            String target,
            @Nullable Object before,
            @Nullable Object after) {
        Caller who = caller.get();
        Entry entry = new Entry(
                clock.instant(),
                who.name(),
                who.kind(),
                action,
                Optional.ofNullable(station).map(StationId::value),
                target,
                state(before),
                state(after),
                who.address());
        Optional<Long> intent = intent();
        if (intent.isPresent()) {
            log.settle(intent.get(), entry);
            settled();
        } else {
            log.add(entry);
        }
        told();
    }

    /**
     * Remembers before anything is changed that the caller is about to.
     *
     * @throws StorageException when that cannot be written: then nothing may be changed
     */
    void intend(String target) {
        Caller who = caller.get();
        long intent = log.intend(new Entry(
                clock.instant(),
                who.name(),
                who.kind(),
                AuditLog.UNFINISHED,
                Optional.empty(),
                target,
                Optional.empty(),
                Optional.empty(),
                who.address()));
        Optional.ofNullable(request.getCurrent()).ifPresent(context -> context.put(INTENT, intent));
    }

    /** Ends what {@link #intend} began and no entry has settled. */
    void end(String target, int status) {
        Optional<Long> intent = intent();
        if (intent.isEmpty()) {
            return;
        }
        if (status < FIRST_ERROR && !isTold()) {
            changed("request", null, target, null, Map.of("status", status));
            return;
        }
        try {
            if (status >= FIRST_FAILURE) {
                changed(AuditLog.UNFINISHED, null, target, null, Map.of("status", status));
            } else {
                log.drop(intent.get());
                settled();
            }
        } catch (StorageException e) {
            // It stays where it is and is written down at the next start.
            LOG.log(System.Logger.Level.WARNING, "audit log: " + target + " stays open", e);
        }
    }

    private Optional<Long> intent() {
        return Optional.ofNullable(request.getCurrent()).map(context -> context.<Long>get(INTENT));
    }

    private void settled() {
        Optional.ofNullable(request.getCurrent()).ifPresent(context -> context.remove(INTENT));
    }

    /** Says that the request changes nothing that anybody would ask about later, or that it is written down elsewhere. */
    public void nothing() {
        told();
    }

    private void told() {
        RoutingContext context = request.getCurrent();
        if (context != null) {
            context.put(TOLD, true);
        }
    }

    private boolean isTold() {
        RoutingContext context = request.getCurrent();
        return context != null && context.get(TOLD) != null;
    }

    private Optional<Map<String, Object>> state(@Nullable Object value) {
        return Optional.ofNullable(value).map(present -> mapper.convertValue(present, STATE));
    }
}
