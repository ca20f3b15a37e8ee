package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The JSON Schemas of what this service publishes. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/schemas/{name}")
public class SchemaResource {
    @GET
    @Produces("application/schema+json")
    @Operation(summary = "A published JSON Schema, such as verdict-v1.schema.json")
    public byte[] schema(@PathParam("name") String name) throws IOException {
        if (!name.matches("[a-z0-9-]{1,40}\\.schema\\.json")) {
            throw Problems.badRequest("schema name '%.60s' must look like verdict-v1.schema.json".formatted(name));
        }
        try (InputStream schema = SchemaResource.class.getResourceAsStream("/schema/" + name)) {
            if (schema == null) {
                throw Problems.notFound("there is no schema '%s'".formatted(name));
            }
            return schema.readAllBytes();
        }
    }
}
