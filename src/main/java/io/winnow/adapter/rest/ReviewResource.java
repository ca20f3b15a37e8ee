package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.ReviewLooks;
import io.winnow.core.review.ReviewLooks.Look;
import io.winnow.core.review.ReviewQueue;
import io.winnow.core.review.ReviewQueue.Waiting;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What somebody should look at first. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations/{id}/review-queue")
@Produces(MediaType.APPLICATION_JSON)
public class ReviewResource {
    private final Lookup lookup;
    private final StationViews views;
    private final ReviewQueue queue;
    private final ReviewLooks looks;

    ReviewResource(Lookup lookup, StationViews views, ReviewQueue queue, ReviewLooks looks) {
        this.lookup = lookup;
        this.views = views;
        this.queue = queue;
        this.looks = looks;
    }

    @GET
    @Operation(
            summary =
                    "Frames without a label that teach most: grey band, disagreement of champion and candidate, random audit,"
                            + " rejects, frames somebody was not sure of; each says why it waits and who looks at it")
    public Page<WaitingView> list(@PathParam("id") String id, @QueryParam("limit") @DefaultValue("50") int limit) {
        LookResource.check(limit);
        StationId station = lookup.station(id).id();
        List<Waiting> waiting = queue.first(station, limit);
        Map<InspectionId, Look> looked =
                looks.at(station).stream().collect(Collectors.toMap(Look::inspection, Function.identity()));
        List<InspectionView> inspections =
                views.inspections(waiting.stream().map(Waiting::inspection).toList());
        return Page.of(IntStream.range(0, waiting.size())
                .mapToObj(i -> WaitingView.of(
                        waiting.get(i),
                        inspections.get(i),
                        looked.get(waiting.get(i).inspection().id())))
                .toList());
    }
}
