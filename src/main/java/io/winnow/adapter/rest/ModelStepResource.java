package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.life.ModelLife;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.ModelRecord;
import io.winnow.core.model.ModelStateException;
import io.winnow.core.model.ModelStore;
import io.winnow.core.station.Station;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What a person can do with a model version; each answers where it stands then. */
@RolesAllowed(Roles.ENGINEER)
@Path("/api/v1/stations/{id}/models/{version}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ModelStepResource {
    private final Lookup lookup;
    private final StationViews views;
    private final ModelStore models;
    private final ModelLife life;
    private final Audit audit;

    ModelStepResource(Lookup lookup, StationViews views, ModelStore models, ModelLife life, Audit audit) {
        this.audit = audit;
        this.lookup = lookup;
        this.views = views;
        this.models = models;
        this.life = life;
    }

    /** Why it is wanted. */
    public record StepRequest(@Nullable String reason) {}

    private interface Step {
        void take(Station station, ModelVersion version, String by, String why) throws IOException;
    }

    @POST
    @Path("promote")
    @Operation(summary = "Make a candidate the champion, from the next frame on")
    public ModelLifeView promote(
            @PathParam("id") String id, @PathParam("version") String version, @Nullable StepRequest request) {
        return take(id, version, "model.promote", request, life::promote);
    }

    @POST
    @Path("hold")
    @Operation(summary = "Keep a candidate from being promoted by policy")
    public ModelLifeView hold(
            @PathParam("id") String id, @PathParam("version") String version, @Nullable StepRequest request) {
        return take(id, version, "model.hold", request, life::hold);
    }

    @POST
    @Path("discard")
    @Operation(summary = "End a candidate and delete its files")
    public ModelLifeView discard(
            @PathParam("id") String id, @PathParam("version") String version, @Nullable StepRequest request) {
        return take(id, version, "model.discard", request, life::discard);
    }

    @POST
    @Path("rollback")
    @Operation(summary = "Make a retired version the champion again, from the next frame on")
    public ModelLifeView rollBack(
            @PathParam("id") String id, @PathParam("version") String version, @Nullable StepRequest request) {
        return take(id, version, "model.rollback", request, life::rollBack);
    }

    private ModelLifeView take(String id, String version, String action, @Nullable StepRequest request, Step step) {
        Station station = lookup.station(id);
        ModelRecord before = require(station, lookup.version(version));
        ModelVersion wanted = before.version();
        if (request == null || request.reason() == null || request.reason().isBlank()) {
            throw Problems.badRequest("reason is missing: the body must be {\"reason\": ...}");
        }
        try {
            step.take(station, wanted, audit.who(), request.reason());
        } catch (ModelStateException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        } catch (ArtefactException e) {
            throw Problems.unprocessable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Problems.unavailable("files of model %s: %s".formatted(wanted, e.getMessage()));
        }
        ModelRecord now = require(station, wanted);
        audit.changed(
                action,
                station.id(),
                wanted.toString(),
                Map.of("state", word(before)),
                Map.of("state", word(now), "reason", request.reason()));
        return ModelLifeView.of(now, views.model(now.manifest()));
    }

    private static String word(ModelRecord model) {
        return model.state().name().toLowerCase(Locale.ROOT);
    }

    private ModelRecord require(Station station, ModelVersion version) {
        return models.find(station.id(), version)
                .orElseThrow(() -> Problems.notFound("station %s has no model %s".formatted(station.id(), version)));
    }
}
