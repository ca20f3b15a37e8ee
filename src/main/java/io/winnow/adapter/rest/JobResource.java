package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Long work and how to stop it. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/jobs/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class JobResource {
    private final JobRunner jobs;
    private final Audit audit;

    JobResource(JobRunner jobs, Audit audit) {
        this.audit = audit;
        this.jobs = jobs;
    }

    @GET
    @Operation(summary = "How far a job is")
    public JobView find(@PathParam("id") String id) {
        return known(id, jobs.find(id));
    }

    @RolesAllowed(Roles.ENGINEER)
    @DELETE
    @Operation(summary = "Ask a job to stop; what it made so far is discarded")
    public Response cancel(@PathParam("id") String id) {
        JobView before = known(id, jobs.find(id));
        JobView after = known(id, jobs.cancel(id));
        audit.changed("job.cancel", new StationId(after.stationId()), id, before, after);
        return Response.accepted(after).build();
    }

    private static JobView known(String id, Optional<Job> job) {
        return job.map(JobView::of)
                .orElseThrow(() -> Problems.notFound(
                        "there is no job '%.40s'; jobs are remembered until the service restarts".formatted(id)));
    }
}
