package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.life.Replays;
import io.winnow.core.model.JobRunner;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A replay and what came out. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/replays/{replay}")
@Produces(MediaType.APPLICATION_JSON)
public class ReplayResource {
    private final Replays replays;
    private final JobRunner jobs;

    ReplayResource(Replays replays, JobRunner jobs) {
        this.replays = replays;
        this.jobs = jobs;
    }

    @GET
    @Operation(summary = "A replay: how far it is, and what came out")
    public ReplayView find(@PathParam("replay") String id) {
        return replays.find(id)
                .map(replay -> ReplayView.of(replay, jobs.find(id)))
                .orElseThrow(() -> Problems.notFound(
                        "there is no replay '%.40s'; the last %d are remembered until the service restarts"
                                .formatted(id, Replays.REMEMBERED)));
    }
}
