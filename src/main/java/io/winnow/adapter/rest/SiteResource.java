package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** This process: what it is and what it is connected to. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/site")
@Produces(MediaType.APPLICATION_JSON)
public class SiteResource {
    private final SiteStatus status;

    SiteResource(SiteStatus status) {
        this.status = status;
    }

    @GET
    @Operation(summary = "What runs here")
    public SiteStatus.View site() {
        return status.now();
    }
}
