package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.StruckPatches;
import io.winnow.core.station.Station;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What people struck out of a model version's memory bank. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations/{id}/models/{version}/struck-patches")
@Produces(MediaType.APPLICATION_JSON)
public class LeftOutResource {
    private final Lookup lookup;
    private final StruckPatches struck;
    private final ModelStore models;

    LeftOutResource(Lookup lookup, StruckPatches struck, ModelStore models) {
        this.lookup = lookup;
        this.struck = struck;
        this.models = models;
    }

    @GET
    @Operation(summary = "Struck patches that a model version's memory bank was fitted without")
    public Page<StruckPatchView> leftOut(@PathParam("id") String id, @PathParam("version") String version) {
        Station station = lookup.station(id);
        ModelVersion wanted = lookup.version(version);
        if (models.find(station.id(), wanted).isEmpty()) {
            throw Problems.notFound("station %s has no model %s".formatted(station.id(), wanted));
        }
        return Page.of(struck.leftOut(station.id(), wanted).stream()
                .map(StruckPatchView::of)
                .toList());
    }
}
