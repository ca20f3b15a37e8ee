package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.life.ReplayPlan;
import io.winnow.core.life.Replays;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.ModelStateException;
import io.winnow.core.model.ModelStore;
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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Frames of the past under another version: would they have passed? */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations/{id}/replays")
@Produces(MediaType.APPLICATION_JSON)
public class StationReplayResource {
    private final Lookup lookup;
    private final Replays replays;
    private final JobRunner jobs;
    private final ModelStore models;
    private final Audit audit;

    StationReplayResource(Lookup lookup, Replays replays, JobRunner jobs, ModelStore models, Audit audit) {
        this.audit = audit;
        this.lookup = lookup;
        this.replays = replays;
        this.jobs = jobs;
        this.models = models;
    }

    /**
     * What to replay: the newest frames decided within some time.
     *
     * @param version such as v17
     * @param from ISO 8601; absent for as long as frames are kept
     * @param to ISO 8601; absent for now
     * @param last how many frames at most; absent for as many as one replay takes
     */
    public record ReplayRequest(
            @Nullable String version,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer last) {}

    @RolesAllowed(Roles.ENGINEER)
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Judge stored frames with a model version, in the background",
            description = "Takes at most " + ReplayPlan.MOST
                    + " frames, the newest ones. Runs one at a time with refits. The job's id"
                    + " is the replay's: DELETE /api/v1/jobs/{id} stops it, GET /api/v1/replays/{id} has the result.")
    public Response start(@PathParam("id") String id, @Nullable ReplayRequest request) {
        Station station = lookup.station(id);
        if (request == null || request.version() == null) {
            throw Problems.badRequest(
                    "version is missing: the body must be {\"version\": \"v17\", \"from\": ..., \"to\": ..., \"last\": ...}");
        }
        ModelVersion version = lookup.version(request.version());
        if (models.find(station.id(), version).isEmpty()) {
            throw Problems.notFound("station %s has no model %s".formatted(station.id(), version));
        }
        ReplayPlan plan = Lookup.parse(
                "",
                ignored -> new ReplayPlan(
                        instant("from", request.from()),
                        instant("to", request.to()),
                        request.last() == null ? ReplayPlan.MOST : request.last()));
        try {
            Job job = replays.start(station, version, plan);
            audit.changed("replay.start", station.id(), job.id(), null, request);
            return Response.accepted(JobView.of(job))
                    .location(URI.create("/api/v1/jobs/" + job.id()))
                    .build();
        } catch (JobRunner.BusyException | ModelStateException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        } catch (ArtefactException e) {
            throw Problems.unprocessable(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Instant> instant(String name, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw Problems.badRequest(
                    "%s '%.40s' must be an ISO 8601 time such as 2026-01-31T00:00:00Z".formatted(name, text));
        }
    }

    @GET
    @Operation(summary = "The last replays of a station since the service started, newest first")
    public Page<ReplayView> list(@PathParam("id") String id) {
        return Page.of(replays.list(lookup.station(id).id()).stream()
                .map(replay -> ReplayView.of(replay, jobs.find(replay.job())))
                .toList());
    }
}
