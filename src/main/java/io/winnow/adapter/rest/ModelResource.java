package io.winnow.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.HeatmapRenderer;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.CandidateReport;
import io.winnow.core.life.ModelLife;
import io.winnow.core.model.Artefact;
import io.winnow.core.model.ModelEvent;
import io.winnow.core.model.ModelRecord;
import io.winnow.core.model.ModelStore;
import io.winnow.core.review.ModelScore;
import io.winnow.core.review.ModelScoreStore;
import io.winnow.core.station.Station;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A station's model versions: where they stand, what they were made from, and how candidates compare. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations/{id}/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Lookup lookup;
    private final StationViews views;
    private final ModelStore models;
    private final ModelScoreStore scores;
    private final ModelLife life;
    private final HeatmapRenderer heatmaps;
    private final Policies policies;
    private final RegionLocator locator = new RegionLocator();

    ModelResource(
            Lookup lookup,
            StationViews views,
            ModelStore models,
            ModelScoreStore scores,
            ModelLife life,
            HeatmapRenderer heatmaps,
            Policies policies) {
        this.lookup = lookup;
        this.views = views;
        this.models = models;
        this.scores = scores;
        this.life = life;
        this.heatmaps = heatmaps;
        this.policies = policies;
    }

    @GET
    @Operation(summary = "Model versions of a station and where they stand, newest first, a page at a time")
    public Page<ModelLifeView> list(
            @PathParam("id") String id,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("before") @Nullable String before) {
        Station station = lookup.station(id);
        List<ModelRecord> found =
                models.list(station.id(), Optional.ofNullable(before).map(lookup::version), require(limit));
        return new Page<>(
                found.stream()
                        .map(model -> ModelLifeView.of(model, views.model(model.manifest())))
                        .toList(),
                found.size() < limit
                        ? null
                        : found.get(found.size() - 1).version().toString());
    }

    @GET
    @Path("history")
    @Operation(summary = "Who did what to the station's models, when and why, newest first, a page at a time")
    public Page<ModelEventView> history(
            @PathParam("id") String id,
            @QueryParam("limit") @DefaultValue("200") int limit,
            @QueryParam("before") @Nullable Long before) {
        List<ModelEvent> found =
                models.historyBefore(lookup.station(id).id(), before == null ? Long.MAX_VALUE : before, require(limit));
        return new Page<>(
                found.stream().map(ModelEventView::of).toList(),
                found.size() < limit
                        ? null
                        : Long.toString(found.get(found.size() - 1).sequence()));
    }

    private static int require(int limit) {
        if (limit < 1 || limit > 1_000) {
            throw Problems.badRequest("limit = %d must be 1 to 1000".formatted(limit));
        }
        return limit;
    }

    @GET
    @Path("{version}")
    @Operation(summary = "One model version with the manifest of its artefact and its last verification")
    public ModelDetailView find(@PathParam("id") String id, @PathParam("version") String version) throws IOException {
        Station station = lookup.station(id);
        ModelRecord model = model(station, version);
        return new ModelDetailView(
                ModelLifeView.of(model, views.model(model.manifest())),
                manifest(station.id(), model),
                life.checked(station, model.version())
                        .map(ModelDetailView.CheckedView::of)
                        .orElse(null));
    }

    private @Nullable JsonNode manifest(StationId station, ModelRecord model) throws IOException {
        java.nio.file.Path file = models.folder(station, model.version()).resolve(Artefact.FILE);
        if (!model.files() || !Files.isRegularFile(file)) {
            return null;
        }
        try {
            return MAPPER.readTree(Files.readAllBytes(file));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw Problems.unprocessable(
                    "the manifest of model %s is damaged: %s".formatted(model.version(), e.getOriginalMessage()));
        }
    }

    private ModelRecord model(Station station, String version) {
        ModelVersion wanted = lookup.version(version);
        return models.find(station.id(), wanted)
                .orElseThrow(() -> Problems.notFound("station %s has no model %s".formatted(station.id(), wanted)));
    }

    @GET
    @Path("{version}/report")
    @Operation(
            summary =
                    "A candidate against the champion: figures, intervals, paired differences, and what the policy says")
    public CandidateReportView report(@PathParam("id") String id, @PathParam("version") String version) {
        Station station = lookup.station(id);
        ModelRecord model = model(station, version);
        CandidateReport report = life.report(station, model.version())
                .orElseThrow(() ->
                        Problems.notFound("model %s was never compared with a champion".formatted(model.version())));
        return CandidateReportView.of(report, policies.of(station.id()));
    }

    @GET
    @Path("{version}/disagreements")
    @Operation(summary = "Frames on which a candidate and its champion disagree, newest first")
    public Page<DisagreementView> disagreements(
            @PathParam("id") String id,
            @PathParam("version") String version,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        Station station = lookup.station(id);
        ModelRecord model = model(station, version);
        int most = require(limit);
        return Page.of(model.comparedWith()
                .map(champion -> new ModelScoreStore.Pair(station.id(), model.version(), champion))
                .map(pair -> scores.disagreements(pair, most).stream()
                        .map(DisagreementView::of)
                        .toList())
                .orElseThrow(() ->
                        Problems.notFound("model %s was never compared with a champion".formatted(model.version()))));
    }

    @GET
    @Path("{version}/heatmaps/{inspection}")
    @Produces("image/png")
    @Operation(summary = "The anomaly map of one version of one inspected frame, as a transparent picture")
    public Response heatmap(
            @PathParam("id") String id,
            @PathParam("version") String version,
            @PathParam("inspection") String inspectionId) {
        Station station = lookup.station(id);
        ModelVersion wanted = lookup.version(version);
        Inspection inspection = lookup.inspection(inspectionId);
        if (inspection.imageSize().isEmpty()) {
            throw Problems.notFound("inspection %s has no heatmap".formatted(inspectionId));
        }
        Inspection judged = inspection.model().equals(Optional.of(wanted)) ? inspection : scored(wanted, inspection);
        EncodedImage png = heatmaps.render(
                locator.smooth(judged.map().orElseThrow()),
                locator.size(judged.map().orElseThrow()),
                station.settings().preprocessing().region(),
                InspectionResource.threshold(judged.verdict(), judged.map().orElseThrow()),
                inspection.imageSize().get());
        return Response.ok(png.toByteArray()).build();
    }

    private Inspection scored(ModelVersion version, Inspection inspection) {
        return scores.find(version, inspection.id())
                .map((ModelScore score) -> score.applyTo(inspection))
                .orElseThrow(() ->
                        Problems.notFound("model %s has not scored inspection %s".formatted(version, inspection.id())));
    }
}
