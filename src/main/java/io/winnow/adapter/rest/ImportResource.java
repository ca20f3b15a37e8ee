package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.AuditedElsewhere;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.exchange.ExchangeStore;
import io.winnow.core.exchange.ImportFile.RefusedException;
import io.winnow.core.exchange.ImportRecord;
import io.winnow.core.exchange.ImportRecord.Conflicts;
import io.winnow.core.exchange.Imports;
import io.winnow.core.exchange.Imports.WrongStateException;
import io.winnow.core.exchange.Upload;
import io.winnow.core.inspection.StationId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Labels and frames from a file: its bytes in parts, a check that changes nothing, then the change, which can be taken back. */
@RolesAllowed(Roles.ENGINEER)
@Path("/api/v1/imports/{import}")
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {
    private final Imports imports;
    private final LivePush push;
    private final Audit audit;

    ImportResource(Imports imports, LivePush push, Audit audit) {
        this.audit = audit;
        this.imports = imports;
        this.push = push;
    }

    /**
     * How to apply an import.
     *
     * @param conflicts keep or replace labels that say something else
     */
    public record HowToApply(@Nullable String conflicts) {}

    /**
     * What an undo did.
     *
     * @param labelsKept changed by somebody since, and left as they are
     * @param framesKept labelled by somebody since, and left where they are
     */
    public record UndoneView(int labelsTakenBack, int framesRemoved, int labelsKept, int framesKept) {}

    @AuditedElsewhere
    @PUT
    @Path("content")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "The next part of the file, at most 64 MB at a time; offset is how many bytes came before")
    public ImportView content(
            @PathParam("import") String id, @QueryParam("offset") @Nullable Long offset, InputStream part)
            throws IOException {
        require(id);
        if (offset == null) {
            throw Problems.badRequest("the query parameter offset is missing: how many bytes came before this part");
        }
        try {
            return ImportView.of(imports.append(id, offset, part), Optional.empty());
        } catch (WrongStateException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        } catch (RefusedException e) {
            throw Problems.unprocessable(String.valueOf(e.getMessage()));
        }
    }

    @POST
    @Path("check")
    @Operation(summary = "Say what the import would change; it changes nothing")
    public Response check(@PathParam("import") String id) {
        require(id);
        audit.nothing();
        return Response.accepted(view(guarded(() -> imports.check(id)))).build();
    }

    @GET
    @Operation(summary = "How far an import is, what it would change or has changed")
    public ImportView find(@PathParam("import") String id) {
        Optional<ImportRecord> applied = imports.applied(id);
        return imports.find(id)
                .filter(upload -> applied.isEmpty() || applied.get().undone().isEmpty())
                .map(upload -> ImportView.of(upload, applied))
                .or(() -> applied.map(ImportView::of))
                .orElseThrow(() -> unknown(id));
    }

    @POST
    @Path("apply")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Do what the checked import would do, all of it or nothing")
    public Response apply(@PathParam("import") String id, @Nullable HowToApply how) {
        require(id);
        String word = how == null || how.conflicts() == null ? "keep" : how.conflicts();
        if (!word.equals("keep") && !word.equals("replace")) {
            throw Problems.badRequest("conflicts = '%.20s' must be keep or replace".formatted(word));
        }
        Conflicts conflicts = Conflicts.valueOf(word.toUpperCase(Locale.ROOT));
        ImportView view = view(guarded(() -> imports.apply(id, conflicts)));
        audit.changed("import.apply", new StationId(view.stationId()), id, null, view);
        return Response.accepted(view).build();
    }

    @POST
    @Path("undo")
    @Operation(summary = "Take an applied import back, but for what somebody has changed since")
    public UndoneView undo(@PathParam("import") String id) {
        ImportRecord applied = imports.applied(id).orElseThrow(() -> unknown(id));
        ExchangeStore.UndoOutcome outcome = guarded(() -> imports.undo(id, audit.who()));
        push.changed(applied.station());
        UndoneView undone = new UndoneView(
                outcome.labels().size(), outcome.framesRemoved(), outcome.labelsKept(), outcome.framesKept());
        audit.changed("import.undo", applied.station(), id, ImportView.of(applied), undone);
        return undone;
    }

    @DELETE
    @Operation(summary = "Forget a file that was not applied; what was applied stays")
    public void discard(@PathParam("import") String id) {
        guarded(() -> {
            imports.discard(id);
            return id;
        });
    }

    private ImportView view(Upload upload) {
        return ImportView.of(upload, Optional.empty());
    }

    private void require(String id) {
        if (imports.find(id).isEmpty()) {
            throw unknown(id);
        }
    }

    private static RuntimeException unknown(String id) {
        return Problems.notFound(
                "there is no import '%.60s'; files that were not applied are forgotten when the service restarts"
                        .formatted(id));
    }

    static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (WrongStateException | ExchangeStore.ChangedException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
