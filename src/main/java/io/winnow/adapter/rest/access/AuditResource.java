package io.winnow.adapter.rest.access;

import io.winnow.adapter.rest.Page;
import io.winnow.adapter.rest.Problems;
import io.winnow.core.access.AuditLog;
import io.winnow.core.access.AuditLog.Entry;
import io.winnow.core.access.AuditLog.Filter;
import io.winnow.core.access.AuditLog.Numbered;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What everybody changed. */
@RolesAllowed(Roles.ADMIN)
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    private static final int MOST = 500;

    private final AuditLog log;

    AuditResource(AuditLog log) {
        this.log = log;
    }

    /** A change, or a failed attempt to enter. */
    public record AuditView(
            long sequence,
            Instant at,
            String who,
            String kind,
            String action,
            @Nullable String station,
            String target,
            @Nullable Map<String, Object> before,
            @Nullable Map<String, Object> after,
            @Nullable String address) {
        static AuditView of(Numbered numbered) {
            Entry entry = numbered.entry();
            return new AuditView(
                    numbered.sequence(),
                    entry.at(),
                    entry.who(),
                    entry.kind().word(),
                    entry.action(),
                    entry.station().orElse(null),
                    entry.target(),
                    entry.before().orElse(null),
                    entry.after().orElse(null),
                    entry.address().orElse(null));
        }
    }

    @GET
    @Operation(
            summary = "The audit log, newest first, a page at a time",
            description =
                    "action is one such as login.failed, or the part before the dot for all of that kind. next of an answer"
                            + " is the next question's before.")
    public Page<AuditView> list(
            @QueryParam("who") @Nullable String who,
            @QueryParam("action") @Nullable String action,
            @QueryParam("station") @Nullable String station,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("before") @Nullable Long before,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problems.badRequest("limit = %d must be 1 to %d".formatted(limit, MOST));
        }
        List<Numbered> found = log.list(new Filter(
                Optional.ofNullable(before),
                given(who),
                given(action),
                given(station),
                instant("from", from),
                instant("to", to),
                limit));
        String next = found.size() < limit
                ? null
                : Long.toString(found.get(found.size() - 1).sequence());
        return new Page<>(found.stream().map(AuditView::of).toList(), next);
    }

    private static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).map(String::strip).filter(word -> !word.isEmpty());
    }

    private static Optional<Instant> instant(String name, @Nullable String text) {
        try {
            return given(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw Problems.badRequest(
                    "%s = '%.40s' must be an ISO 8601 time such as 2026-01-31T00:00:00Z".formatted(name, text));
        }
    }
}
