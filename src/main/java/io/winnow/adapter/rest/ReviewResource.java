package io.winnow.adapter.rest;

import io.winnow.core.review.ReviewStore;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What somebody should look at first. */
@Path("/api/v1/stations/{id}/review-queue")
@Produces(MediaType.APPLICATION_JSON)
public class ReviewResource {
    private static final int MOST = 200;

    private final Lookup lookup;
    private final StationViews views;
    private final ReviewStore reviews;

    ReviewResource(Lookup lookup, StationViews views, ReviewStore reviews) {
        this.lookup = lookup;
        this.views = views;
        this.reviews = reviews;
    }

    @GET
    @Operation(
            summary =
                    "Frames chosen for review without a label: grey band first, then audits, then rejects, newest first")
    public Page<InspectionView> list(@PathParam("id") String id, @QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problems.badRequest("limit = %d must be 1 to %d".formatted(limit, MOST));
        }
        return Page.of(reviews.queue(lookup.station(id).id(), limit).stream()
                .map(views::inspection)
                .toList());
    }
}
