package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.AuditedElsewhere;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.review.LookAlikes;
import io.winnow.core.review.ReviewCandidates;
import io.winnow.core.review.ReviewLooks;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Frames that look alike, and who looks at which frame. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class LookResource {
    private static final int MOST = 200;
    private static final int COMPARED = 500;
    private static final int LONGEST_CLIENT = 64;

    private final Lookup lookup;
    private final StationViews views;
    private final ReviewCandidates candidates;
    private final ReviewLooks looks;
    private final Audit audit;

    LookResource(Lookup lookup, StationViews views, ReviewCandidates candidates, ReviewLooks looks, Audit audit) {
        this.audit = audit;
        this.lookup = lookup;
        this.views = views;
        this.candidates = candidates;
        this.looks = looks;
    }

    static void check(int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problems.badRequest("limit = %d must be 1 to %d".formatted(limit, MOST));
        }
    }

    /** A frame that looks like another one: 0 means the same anomaly map. */
    public record AlikeView(InspectionView inspection, double difference) {}

    @GET
    @Path("inspections/{id}/look-alikes")
    @Operation(
            summary =
                    "Unlabelled frames that the same model judged alike and sees alike, by their anomaly maps, most alike first")
    public Page<AlikeView> alike(@PathParam("id") String id, @QueryParam("limit") @DefaultValue("50") int limit) {
        check(limit);
        Inspection inspection = lookup.inspection(id);
        List<Inspection> others = inspection
                .model()
                .map(model -> candidates.unlabelled(inspection.station(), model, COMPARED))
                .orElse(List.of());
        return Page.of(LookAlikes.of(inspection, others, limit).stream()
                .map(alike -> new AlikeView(views.inspection(alike.inspection()), alike.difference()))
                .toList());
    }

    /** Which open dashboard it is: a person may have several. */
    public record LookRequest(@Nullable String client) {}

    @RolesAllowed(Roles.OPERATOR)
    @AuditedElsewhere
    @POST
    @Path("inspections/{id}/look")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Say that a dashboard's person looks at a frame; lasts 30 s unless said again, ends with the next look. The answer is"
                            + " who holds the frame: the first one there")
    public LookView look(@PathParam("id") String id, @Nullable LookRequest request) {
        Inspection inspection = lookup.inspection(id);
        if (request == null) {
            throw Problems.badRequest("the body must be {\"client\": ...}");
        }
        String client = request.client();
        if (client == null || client.isBlank() || client.length() > LONGEST_CLIENT) {
            throw Problems.badRequest(
                    "client = '%.70s' must have 1 to %d characters".formatted(client, LONGEST_CLIENT));
        }
        try {
            return LookView.of(looks.look(inspection.station(), inspection.id(), client, audit.who()));
        } catch (IllegalStateException e) {
            throw Problems.unavailable(String.valueOf(e.getMessage()));
        }
    }

    @RolesAllowed(Roles.OPERATOR)
    @AuditedElsewhere
    @DELETE
    @Path("looks/{client}")
    @Operation(summary = "Say that a dashboard's person looks at no frame any more")
    public void leave(@PathParam("client") String client) {
        looks.leave(client);
    }
}
