package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.AuditedElsewhere;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.camera.PrintableText;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.InspectionQuery;
import io.winnow.core.inspection.InspectionStore;
import io.winnow.core.station.FrameQueue;
import io.winnow.core.station.Station;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A station's inspections: the list of them, and frames that come by REST instead of MQTT. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations/{id}/inspections")
@Produces(MediaType.APPLICATION_JSON)
public class StationInspectionResource {
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int ANSWER_WITHIN_SECONDS = 30;

    /** Each that waits longer for a place holds a thread and an image. */
    private static final Duration PLACE_WITHIN = Duration.ofSeconds(2);

    private static final String PART_ID = "Winnow-Part-Id";
    private static final String CAMERA_SETTING = "Winnow-Camera-Setting";

    private static final String QUEUE_FULL = "queue_full";

    private final Lookup lookup;
    private final StationViews views;
    private final InspectionStore inspections;
    private final FrameQueue queue;
    private final Clock clock;
    private final Audit audit;

    StationInspectionResource(
            Lookup lookup,
            StationViews views,
            InspectionStore inspections,
            FrameQueue queue,
            Clock clock,
            Audit audit) {
        this.audit = audit;
        this.lookup = lookup;
        this.views = views;
        this.inspections = inspections;
        this.queue = queue;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "Inspections, newest first, a page at a time")
    public Page<InspectionView> list(
            @PathParam("id") String id,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("before") @Nullable String before,
            @QueryParam("verdict") @Nullable String verdict,
            @QueryParam("labelled") @Nullable Boolean labelled) {
        Station station = lookup.station(id);
        Optional<InspectionId> cursor = Optional.ofNullable(before).map(text -> Lookup.parse(text, InspectionId::new));
        List<Inspection> found = inspections.list(Lookup.parse(
                "",
                ignored -> new InspectionQuery(
                        station.id(), cursor, Optional.ofNullable(verdict), Optional.ofNullable(labelled), limit)));
        String next =
                found.size() < limit ? null : found.get(found.size() - 1).id().value();
        return new Page<>(views.inspections(found), next);
    }

    @RolesAllowed(Roles.OPERATOR)
    @AuditedElsewhere
    @POST
    @Consumes({"image/jpeg", "image/png", "application/octet-stream"})
    @Operation(summary = "Inspect a frame; the answer is its verdict")
    public InspectionView inspect(
            @PathParam("id") String id,
            byte[] body,
            @HeaderParam("Winnow-Frame-Id") @Nullable String frameId,
            @HeaderParam("Winnow-Captured-At") @Nullable String capturedAt,
            @HeaderParam(PART_ID) @Nullable String partId,
            @HeaderParam(CAMERA_SETTING) @Nullable String setting)
            throws InterruptedException {
        Station station = lookup.station(id);
        EncodedImage image = EncodedImage.adopt(body);
        Instant now = clock.instant();
        CapturedFrame frame = new CapturedFrame(
                station.id(),
                frameId == null
                        ? new FrameId("rest-" + now.toEpochMilli() + "-"
                                + image.hash().hex().substring(0, 8))
                        : Lookup.parse(frameId, FrameId::new),
                capturedAt == null ? now : instant(capturedAt),
                text(PART_ID, partId),
                Optional.of("rest"),
                text(CAMERA_SETTING, setting),
                image);
        return views.inspection(await(station, frame));
    }

    private Inspection await(Station station, CapturedFrame frame) throws InterruptedException {
        try {
            Optional<CompletableFuture<Inspection>> taken = queue.offer(frame, PLACE_WITHIN);
            if (taken.isEmpty()) {
                station.drop(QUEUE_FULL);
                throw Problems.unavailable(
                        "frame %s was not taken: %d frames of station %s wait already; send it again, or more slowly"
                                .formatted(frame.id(), queue.capacity(), station.id()));
            }
            return taken.get().get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw Problems.unavailable("frame %s was not judged within %d s; it stays in the queue"
                    .formatted(frame.id(), ANSWER_WITHIN_SECONDS));
        } catch (RejectedExecutionException e) {
            throw Problems.unavailable(String.valueOf(e.getMessage()));
        } catch (ExecutionException e) {
            throw Problems.unavailable("frame %s could not be stored: %s".formatted(frame.id(), e.getCause()));
        }
    }

    private static Optional<String> text(String header, @Nullable String given) {
        if (given == null) {
            return Optional.empty();
        }
        if (given.isBlank()
                || given.length() > PrintableText.LONGEST
                || !PrintableText.of(given).equals(given)) {
            throw Problems.badRequest("%s '%.40s' must be 1 to %d characters that can be printed"
                    .formatted(header, PrintableText.of(given), PrintableText.LONGEST));
        }
        return Optional.of(given);
    }

    private static Instant instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw Problems.badRequest(
                        "Winnow-Captured-At '%.40s' must be between %s and %s".formatted(text, EARLIEST, LATEST));
            }
            return instant;
        } catch (DateTimeParseException e) {
            throw Problems.badRequest(
                    "Winnow-Captured-At '%.40s' must be an ISO 8601 time such as 2026-01-31T23:59:59Z".formatted(text));
        }
    }
}
