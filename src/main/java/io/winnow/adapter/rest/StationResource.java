package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner.BusyException;
import io.winnow.core.model.PlanTooLargeException;
import io.winnow.core.model.PoolTooSmallException;
import io.winnow.core.review.LiveQuality;
import io.winnow.core.station.RefitService;
import io.winnow.core.station.Station;
import io.winnow.core.station.Stations;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Stations, their refits, and how good they are. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations")
@Produces(MediaType.APPLICATION_JSON)
public class StationResource {
    private final Stations stations;
    private final Lookup lookup;
    private final StationViews views;
    private final RefitService refits;
    private final LiveQuality quality;
    private final Audit audit;

    StationResource(
            Stations stations,
            Lookup lookup,
            StationViews views,
            RefitService refits,
            LiveQuality quality,
            Audit audit) {
        this.audit = audit;
        this.stations = stations;
        this.lookup = lookup;
        this.views = views;
        this.refits = refits;
        this.quality = quality;
    }

    @GET
    @Operation(summary = "All stations")
    public Page<StationView> list() {
        return Page.of(stations.all().stream().map(views::station).toList());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One station")
    public StationView find(@PathParam("id") String id) {
        return views.station(lookup.station(id));
    }

    /** What a refit is asked for; what is absent is taken from the station's configuration. */
    public record RefitRequest(
            @Nullable String strategy, @Nullable Double ratio) {}

    @RolesAllowed(Roles.ENGINEER)
    @POST
    @Path("{id}/refits")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Start a refit in the background")
    public Response refit(@PathParam("id") String id, @Nullable RefitRequest request) {
        Station station = lookup.station(id);
        Optional<String> strategy = Optional.ofNullable(request).map(RefitRequest::strategy);
        OptionalDouble ratio = request == null || request.ratio() == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(request.ratio());
        try {
            Job job = refits.start(station, strategy, ratio);
            audit.changed("refit.start", station.id(), job.id(), null, request == null ? Map.of() : request);
            return Response.accepted(JobView.of(job))
                    .location(URI.create("/api/v1/jobs/" + job.id()))
                    .build();
        } catch (BusyException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        } catch (PoolTooSmallException | PlanTooLargeException e) {
            throw Problems.unprocessable(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
    }

    @GET
    @Path("{id}/strategies")
    @Operation(summary = "Names of the refinement strategies that a refit can use")
    public Page<String> strategies(@PathParam("id") String id) {
        lookup.station(id);
        return Page.of(List.copyOf(refits.strategies()));
    }

    @GET
    @Path("{id}/metrics")
    @Operation(summary = "Figures against operator labels over the newest inspections")
    public QualityView metrics(@PathParam("id") String id, @QueryParam("window") @DefaultValue("500") int window) {
        if (window < 1 || window > 100_000) {
            throw Problems.badRequest("window = %d must be 1 to 100000 inspections".formatted(window));
        }
        return QualityView.of(quality.of(lookup.station(id).id(), window));
    }
}
