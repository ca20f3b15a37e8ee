package io.winnow.adapter.rest;

import io.winnow.core.exchange.ExchangeStore;
import io.winnow.core.exchange.ImportFile.RefusedException;
import io.winnow.core.exchange.ImportRecord;
import io.winnow.core.exchange.ImportRecord.Conflicts;
import io.winnow.core.exchange.Imports;
import io.winnow.core.exchange.Imports.WrongStateException;
import io.winnow.core.exchange.Upload;
import io.winnow.core.station.Station;
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
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Labels and frames from a file: its bytes in parts, a check that changes nothing, then the change, which can be taken back. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {
    private static final String SOMEONE = "dashboard";
    private static final int LISTED = 20;

    private final Lookup lookup;
    private final Imports imports;
    private final LivePush push;

    ImportResource(Lookup lookup, Imports imports, LivePush push) {
        this.lookup = lookup;
        this.imports = imports;
        this.push = push;
    }

    /** Which file comes and who brings it. */
    public record NewImport(@Nullable String name, @Nullable String by) {}

    /**
     * How to apply an import.
     *
     * @param conflicts keep or replace labels that say something else
     */
    public record HowToApply(@Nullable String conflicts) {}

    /** Who takes an import back. */
    public record Who(@Nullable String by) {}

    /**
     * What an undo did.
     *
     * @param labelsKept changed by somebody since, and left as they are
     * @param framesKept labelled by somebody since, and left where they are
     */
    public record UndoneView(int labelsTakenBack, int framesRemoved, int labelsKept, int framesKept) {}

    @POST
    @Path("stations/{id}/imports")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begin an import: a zip (MVTec tree, COCO or CSV with images), a COCO JSON or a CSV")
    public Response begin(@PathParam("id") String id, @Nullable NewImport request) {
        Station station = lookup.station(id);
        String name = request == null || request.name() == null ? "" : request.name();
        String by = request == null || request.by() == null ? SOMEONE : request.by();
        Upload upload = guarded(() -> imports.begin(station.id(), name, by));
        return Response.created(URI.create("/api/v1/imports/" + upload.id()))
                .entity(ImportView.of(upload, Optional.empty()))
                .build();
    }

    @GET
    @Path("stations/{id}/imports")
    @Operation(summary = "Imports that were applied, newest first")
    public Page<ImportView> list(@PathParam("id") String id) {
        return Page.of(imports.list(lookup.station(id).id(), LISTED).stream()
                .map(ImportView::of)
                .toList());
    }

    @PUT
    @Path("imports/{import}/content")
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
    @Path("imports/{import}/check")
    @Operation(summary = "Say what the import would change; it changes nothing")
    public Response check(@PathParam("import") String id) {
        require(id);
        return Response.accepted(view(guarded(() -> imports.check(id)))).build();
    }

    @GET
    @Path("imports/{import}")
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
    @Path("imports/{import}/apply")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Do what the checked import would do, all of it or nothing")
    public Response apply(@PathParam("import") String id, @Nullable HowToApply how) {
        require(id);
        String word = how == null || how.conflicts() == null ? "keep" : how.conflicts();
        if (!word.equals("keep") && !word.equals("replace")) {
            throw Problems.badRequest("conflicts = '%.20s' must be keep or replace".formatted(word));
        }
        Conflicts conflicts = Conflicts.valueOf(word.toUpperCase(Locale.ROOT));
        return Response.accepted(view(guarded(() -> imports.apply(id, conflicts))))
                .build();
    }

    @POST
    @Path("imports/{import}/undo")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Take an applied import back, but for what somebody has changed since")
    public UndoneView undo(@PathParam("import") String id, @Nullable Who who) {
        ImportRecord applied = imports.applied(id).orElseThrow(() -> unknown(id));
        String by = who == null || who.by() == null ? SOMEONE : who.by();
        ExchangeStore.UndoOutcome outcome = guarded(() -> imports.undo(id, by));
        push.changed(applied.station());
        return new UndoneView(
                outcome.labels().size(), outcome.framesRemoved(), outcome.labelsKept(), outcome.framesKept());
    }

    @DELETE
    @Path("imports/{import}")
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

    private static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (WrongStateException | ExchangeStore.ChangedException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
