package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Figures station beside station. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/metrics/stations")
@Produces(MediaType.APPLICATION_JSON)
public class StationsQualityResource {
    private final QualityTimeResource quality;

    StationsQualityResource(QualityTimeResource quality) {
        this.quality = quality;
    }

    @GET
    @Operation(summary = "Figures against operator labels of each station over the same time")
    public QualityTimeView stations(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("zone") @Nullable String zone) {
        return quality.stations(from, to, zone);
    }
}
