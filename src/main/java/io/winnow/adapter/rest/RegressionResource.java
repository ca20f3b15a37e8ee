package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.review.RegressionFrame;
import io.winnow.core.review.RegressionSet;
import io.winnow.core.station.Station;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A station's regression set: missed defects that no later model may miss once a champion catches them. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations/{id}/regression")
@Produces(MediaType.APPLICATION_JSON)
public class RegressionResource {
    private final Lookup lookup;
    private final RegressionSet regression;
    private final Clock clock;
    private final Audit audit;

    RegressionResource(Lookup lookup, RegressionSet regression, Clock clock, Audit audit) {
        this.audit = audit;
        this.lookup = lookup;
        this.regression = regression;
        this.clock = clock;
    }

    /** Why a frame is taken out. */
    public record RemovalRequest(@Nullable String reason) {}

    @GET
    @Operation(summary = "The station's regression set, newest first, also what was taken out of it")
    public Page<RegressionView> list(@PathParam("id") String id) {
        return Page.of(regression.list(lookup.station(id).id()).stream()
                .map(RegressionView::of)
                .toList());
    }

    @RolesAllowed(Roles.ENGINEER)
    @POST
    @Path("{inspection}/remove")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Take a frame out of the regression set, saying why; its label stays")
    public RegressionView remove(
            @PathParam("id") String id,
            @PathParam("inspection") String inspectionId,
            @Nullable RemovalRequest request) {
        Station station = lookup.station(id);
        Inspection inspection = lookup.inspection(inspectionId);
        if (request == null || request.reason() == null || request.reason().isBlank()) {
            throw Problems.badRequest("reason is missing: the body must be {\"reason\": ...}");
        }
        RegressionFrame frame = regression
                .find(inspection.id())
                .filter(found -> found.station().equals(station.id()))
                .orElseThrow(() -> Problems.notFound("inspection %s was never in the regression set of station %s"
                        .formatted(inspectionId, station.id())));
        if (frame.removed().isPresent()) {
            throw Problems.conflict("inspection %s was taken out of the regression set by %s at %s"
                    .formatted(
                            inspectionId,
                            frame.removed().get().by(),
                            frame.removed().get().at()));
        }
        regression.remove(inspection.id(), audit.who(), request.reason(), clock.instant());
        RegressionView now = RegressionView.of(regression.find(inspection.id()).orElse(frame));
        audit.changed("regression.remove", station.id(), inspectionId, RegressionView.of(frame), now);
        return now;
    }
}
