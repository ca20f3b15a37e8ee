package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.DroppedFrame;
import io.winnow.core.model.LedgerDecision;
import io.winnow.core.model.LedgerDecision.Kind;
import io.winnow.core.model.LedgerDecisions;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.PatchLedger;
import io.winnow.core.review.TruthStore;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What operators decide of dropped frames: one by one, or a group of look-alikes at once. The next refit obeys. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations/{id}/models/{version}/ledger")
@Produces(MediaType.APPLICATION_JSON)
public class LedgerResource {
    private final Lookup lookup;
    private final ModelStore models;
    private final TruthStore truths;
    private final LedgerDecisions decisions;
    private final Clock clock;
    private final Audit audit;

    LedgerResource(
            Lookup lookup, ModelStore models, TruthStore truths, LedgerDecisions decisions, Clock clock, Audit audit) {
        this.audit = audit;
        this.truths = truths;
        this.lookup = lookup;
        this.models = models;
        this.decisions = decisions;
        this.clock = clock;
    }

    /** What is decided: {@code restored} (normal, never dropped again) or {@code confirmed} (defective, never in the bank). */
    public record DecisionRequest(@Nullable String decision) {}

    @GET
    @Operation(summary = "What refinement dropped on the way to a model version, and what operators decided of it")
    public Page<LedgerEntryView> list(@PathParam("id") String id, @PathParam("version") String version) {
        StationId station = lookup.station(id).id();
        List<DroppedFrame> ledger = ledger(station, version);
        Map<FrameId, Boolean> truth = truths.defective(
                station, ledger.stream().map(DroppedFrame::frame).collect(Collectors.toSet()));
        Map<ContentHash, LedgerDecision> decided = decided(station);
        return Page.of(ledger.stream()
                .map(entry -> LedgerEntryView.of(
                        station,
                        entry,
                        Optional.ofNullable(truth.get(entry.frame())),
                        Optional.ofNullable(decided.get(entry.image()))))
                .toList());
    }

    @GET
    @Path("patches")
    @Produces("text/csv")
    @Operation(summary = "The patches that refinement left out of kept frames, most anomalous first, as CSV")
    public Response patches(@PathParam("id") String id, @PathParam("version") String version) {
        StationId station = lookup.station(id).id();
        java.nio.file.Path file =
                models.folder(station, lookup.version(version)).resolve(PatchLedger.FILE);
        if (!Files.isRegularFile(file)) {
            throw Problems.notFound(
                    "model %s of station %s has no ledger of patches: there is no such version, or its files were deleted"
                            .formatted(version, station));
        }
        return Response.ok(file.toFile()).build();
    }

    @RolesAllowed(Roles.OPERATOR)
    @PUT
    @Path("{hash}/decision")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Restore a dropped frame or confirm that it is defective; holds from the next refit on")
    public Page<DecisionView> decide(
            @PathParam("id") String id,
            @PathParam("version") String version,
            @PathParam("hash") String hash,
            @Nullable DecisionRequest request) {
        StationId station = lookup.station(id).id();
        return decide(station, List.of(entry(station, version, hash)), request);
    }

    @RolesAllowed(Roles.OPERATOR)
    @PUT
    @Path("groups/{group}/decision")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Restore or confirm all frames of a group of look-alikes")
    public Page<DecisionView> decideGroup(
            @PathParam("id") String id,
            @PathParam("version") String version,
            @PathParam("group") int group,
            @Nullable DecisionRequest request) {
        StationId station = lookup.station(id).id();
        return decide(station, group(station, version, group), request);
    }

    @RolesAllowed(Roles.OPERATOR)
    @DELETE
    @Path("{hash}/decision")
    @Operation(summary = "Take a decision back")
    public void undo(@PathParam("id") String id, @PathParam("version") String version, @PathParam("hash") String hash) {
        StationId station = lookup.station(id).id();
        undo(station, List.of(entry(station, version, hash)));
    }

    @RolesAllowed(Roles.OPERATOR)
    @DELETE
    @Path("groups/{group}/decision")
    @Operation(summary = "Take the decisions about a group of look-alikes back")
    public void undoGroup(
            @PathParam("id") String id, @PathParam("version") String version, @PathParam("group") int group) {
        StationId station = lookup.station(id).id();
        undo(station, group(station, version, group));
    }

    private Page<DecisionView> decide(StationId station, List<ContentHash> images, @Nullable DecisionRequest request) {
        if (request == null) {
            throw Problems.badRequest("the body must be a decision: {\"decision\": \"restored\" or \"confirmed\"}");
        }
        Kind kind = kind(request.decision());
        String by = audit.who();
        Instant now = clock.instant();
        List<LedgerDecision> made = images.stream()
                .map(image -> new LedgerDecision(image, kind, by, now))
                .toList();
        Map<ContentHash, LedgerDecision> before = decided(station);
        decisions.put(station, made);
        made.forEach(decision -> audit.changed(
                "ledger.decide",
                station,
                decision.image().hex(),
                view(before.get(decision.image())),
                DecisionView.of(decision)));
        return Page.of(made.stream().map(DecisionView::of).toList());
    }

    private void undo(StationId station, List<ContentHash> images) {
        Map<ContentHash, LedgerDecision> before = decided(station);
        decisions.remove(station, images, audit.who());
        images.stream()
                .filter(before::containsKey)
                .forEach(image -> audit.changed("ledger.undo", station, image.hex(), view(before.get(image)), null));
        audit.nothing();
    }

    private Map<ContentHash, LedgerDecision> decided(StationId station) {
        return decisions.list(station).stream().collect(Collectors.toMap(LedgerDecision::image, Function.identity()));
    }

    private static @Nullable DecisionView view(@Nullable LedgerDecision decision) {
        return decision == null ? null : DecisionView.of(decision);
    }

    private static Kind kind(@Nullable String word) {
        if ("restored".equals(word)) {
            return Kind.RESTORED;
        }
        if ("confirmed".equals(word)) {
            return Kind.CONFIRMED;
        }
        throw Problems.badRequest("decision = '%.20s' must be restored or confirmed".formatted(word));
    }

    private ContentHash entry(StationId station, String version, String hash) {
        ContentHash image = Lookup.parse(hash, ContentHash::new);
        return ledger(station, version).stream()
                .map(DroppedFrame::image)
                .filter(image::equals)
                .findFirst()
                .orElseThrow(() -> Problems.notFound(
                        "the ledger of model %s of station %s has no frame %s".formatted(version, station, hash)));
    }

    private List<ContentHash> group(StationId station, String version, int group) {
        List<ContentHash> images = ledger(station, version).stream()
                .filter(entry -> entry.group().orElse(0) == group && group > 0)
                .map(DroppedFrame::image)
                .toList();
        if (images.isEmpty()) {
            throw Problems.notFound(
                    "the ledger of model %s of station %s has no group %d".formatted(version, station, group));
        }
        return images;
    }

    private List<DroppedFrame> ledger(StationId station, String version) {
        ModelVersion wanted = lookup.version(version);
        if (models.find(station, wanted).isEmpty()) {
            throw Problems.notFound("station %s has no model %s".formatted(station, wanted));
        }
        return models.ledger(station, wanted);
    }
}
