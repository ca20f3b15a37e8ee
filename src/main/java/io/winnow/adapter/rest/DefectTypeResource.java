package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.review.ReviewCandidates;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What kinds of defect a station has seen. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations/{id}/defect-types")
@Produces(MediaType.APPLICATION_JSON)
public class DefectTypeResource {
    private static final int MOST = 30;

    private final Lookup lookup;
    private final ReviewCandidates candidates;

    DefectTypeResource(Lookup lookup, ReviewCandidates candidates) {
        this.lookup = lookup;
        this.candidates = candidates;
    }

    /** Defect types, the last used first. */
    public record DefectTypesView(List<String> items) {}

    @GET
    @Operation(summary = "Defect types that labels of this station name, the last used first")
    public DefectTypesView list(@PathParam("id") String id) {
        return new DefectTypesView(candidates.defectTypes(lookup.station(id).id(), MOST));
    }
}
