package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.exchange.Exports;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How far exports are. */
@RolesAllowed(Roles.ENGINEER)
@Path("/api/v1/exports/{ticket}")
@Produces(MediaType.APPLICATION_JSON)
public class ExportProgressResource {
    private final Exports exports;

    ExportProgressResource(Exports exports) {
        this.exports = exports;
    }

    @GET
    @Operation(summary = "How far the export with that ticket is")
    public Exports.Progress progress(@PathParam("ticket") String ticket) {
        return exports.progress(ticket)
                .orElseThrow(() -> Problems.notFound("there is no export with ticket '%.60s'".formatted(ticket)));
    }
}
