package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.exchange.Imports;
import io.winnow.core.exchange.Upload;
import io.winnow.core.station.Station;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Imports of a station: those that were applied, and the beginning of another one. */
@RolesAllowed(Roles.ENGINEER)
@Path("/api/v1/stations/{id}/imports")
@Produces(MediaType.APPLICATION_JSON)
public class StationImportResource {
    private static final int LISTED = 20;

    private final Lookup lookup;
    private final Imports imports;
    private final Audit audit;

    StationImportResource(Lookup lookup, Imports imports, Audit audit) {
        this.audit = audit;
        this.lookup = lookup;
        this.imports = imports;
    }

    /** Which file comes. */
    public record NewImport(@Nullable String name) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begin an import: a zip (MVTec tree, COCO or CSV with images), a COCO JSON or a CSV")
    public Response begin(@PathParam("id") String id, @Nullable NewImport request) {
        Station station = lookup.station(id);
        String name = request == null || request.name() == null ? "" : request.name();
        Upload upload = ImportResource.guarded(() -> imports.begin(station.id(), name, audit.who()));
        audit.nothing();
        return Response.created(URI.create("/api/v1/imports/" + upload.id()))
                .entity(ImportView.of(upload, Optional.empty()))
                .build();
    }

    @GET
    @Operation(summary = "Imports that were applied, newest first")
    public Page<ImportView> list(@PathParam("id") String id) {
        return Page.of(imports.list(lookup.station(id).id(), LISTED).stream()
                .map(ImportView::of)
                .toList());
    }
}
