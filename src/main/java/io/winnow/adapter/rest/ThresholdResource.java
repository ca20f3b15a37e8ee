package io.winnow.adapter.rest;

import io.winnow.adapter.rest.ThresholdViews.BinView;
import io.winnow.adapter.rest.ThresholdViews.ChangeView;
import io.winnow.adapter.rest.ThresholdViews.HistogramView;
import io.winnow.adapter.rest.ThresholdViews.LinesView;
import io.winnow.adapter.rest.ThresholdViews.PolicyRequest;
import io.winnow.adapter.rest.ThresholdViews.PolicyView;
import io.winnow.adapter.rest.ThresholdViews.StateView;
import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.review.ReviewStore;
import io.winnow.core.review.ReviewStore.StoredScore;
import io.winnow.core.station.Station;
import io.winnow.core.threshold.NotEnoughDataException;
import io.winnow.core.threshold.ScoreHistogram;
import io.winnow.core.threshold.ThresholdService;
import io.winnow.core.threshold.ThresholdSetting;
import io.winnow.core.threshold.WhatIf;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A station's thresholds: what is in force and why, what others would have decided, changing them and going back. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations/{id}/thresholds")
@Produces(MediaType.APPLICATION_JSON)
public class ThresholdResource {
    private static final int BINS = 48;

    /** Beyond so many times the threshold scores share one bin. */
    private static final double FARTHEST = 3;

    private final Lookup lookup;
    private final ThresholdService thresholds;
    private final ReviewStore reviews;
    private final Audit audit;

    ThresholdResource(Lookup lookup, ThresholdService thresholds, ReviewStore reviews, Audit audit) {
        this.audit = audit;
        this.lookup = lookup;
        this.thresholds = thresholds;
        this.reviews = reviews;
    }

    @GET
    @Operation(summary = "The thresholds in force, the policy they follow from, and what is guaranteed")
    public StateView state(@PathParam("id") String id) {
        Station station = lookup.station(id);
        return StateView.of(thresholds.state(model(station)), station.auditShare());
    }

    private static ModelManifest model(Station station) {
        return station.model()
                .orElseThrow(() -> Problems.conflict(
                        "station %s has no model yet; until then its file says how its threshold is found"
                                .formatted(station.id())));
    }

    @POST
    @Path("preview")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "What a policy would give for the serving model; changes nothing")
    public LinesView preview(@PathParam("id") String id, @Nullable PolicyRequest request) {
        ModelManifest model = model(lookup.station(id));
        PolicyRequest asked = required(request);
        audit.nothing();
        return LinesView.of(refusing(() -> thresholds.preview(model, asked.toPolicy())));
    }

    @RolesAllowed(Roles.ENGINEER)
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Set the policy; the next frame is decided by it")
    public ChangeView set(@PathParam("id") String id, @Nullable PolicyRequest request) {
        ModelManifest model = model(lookup.station(id));
        PolicyRequest asked = required(request);
        PolicyView before = policy(model);
        ChangeView change = ChangeView.of(refusing(() -> thresholds.set(model, asked.toPolicy(), audit.who())));
        audit.changed("threshold.set", model.station(), model.version().toString(), before, change);
        return change;
    }

    private PolicyView policy(ModelManifest model) {
        return PolicyView.of(thresholds.state(model).policy());
    }

    private static PolicyRequest required(@Nullable PolicyRequest request) {
        if (request == null) {
            throw Problems.badRequest(
                    "the body must be such as {\"reject\": {\"rule\": \"fixed\", \"threshold\": 12.4}}");
        }
        return request;
    }

    private static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (NotEnoughDataException e) {
            throw Problems.unprocessable(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
    }

    @RolesAllowed(Roles.ENGINEER)
    @POST
    @Path("undo")
    @Operation(summary = "Go back to the policy before the last one that somebody set")
    public ChangeView undo(@PathParam("id") String id) {
        ModelManifest model = model(lookup.station(id));
        PolicyView before = policy(model);
        try {
            ChangeView change = ChangeView.of(thresholds.undo(model, audit.who()));
            audit.changed("threshold.undo", model.station(), model.version().toString(), before, change);
            return change;
        } catch (NotEnoughDataException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
    }

    @GET
    @Path("history")
    @Operation(summary = "Every change of the thresholds, newest first, a page at a time")
    public Page<ChangeView> history(
            @PathParam("id") String id,
            @QueryParam("limit") @DefaultValue("20") int limit,
            @QueryParam("before") @DefaultValue("9223372036854775807") long before) {
        requireRange("limit", limit, 200);
        List<ChangeView> found = thresholds.history(lookup.station(id).id(), before, limit).stream()
                .map(ChangeView::of)
                .toList();
        return new Page<>(
                found,
                found.size() < limit
                        ? null
                        : Long.toString(found.get(found.size() - 1).sequence()));
    }

    @GET
    @Path("what-if")
    @Operation(summary = "What other thresholds would have decided about stored inspections of the serving model")
    public WhatIfView whatIf(
            @PathParam("id") String id,
            @QueryParam("threshold") @Nullable Double threshold,
            @QueryParam("reviewThreshold") @Nullable Double reviewThreshold,
            @QueryParam("window") @DefaultValue("2000") int window,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("before") @Nullable String before) {
        requireRange("limit", limit, 200);
        ModelManifest model = model(lookup.station(id));
        if (threshold == null) {
            throw Problems.badRequest("threshold is missing; give a score such as ?threshold=12.4");
        }
        OptionalDouble review = reviewThreshold == null ? OptionalDouble.empty() : OptionalDouble.of(reviewThreshold);
        ThresholdSetting setting = refusing(() -> new ThresholdSetting(model.version(), threshold, review));
        return WhatIfView.of(WhatIf.of(scores(model, window), setting), model.version(), before, limit);
    }

    @GET
    @Path("scores")
    @Operation(summary = "How the serving model's stored scores are spread")
    public HistogramView scores(@PathParam("id") String id, @QueryParam("window") @DefaultValue("2000") int window) {
        ModelManifest model = model(lookup.station(id));
        List<StoredScore> scores = scores(model, window);
        ScoreHistogram histogram =
                ScoreHistogram.of(scores, BINS, FARTHEST * thresholds.of(model).threshold());
        return new HistogramView(
                model.version().toString(),
                scores.size(),
                histogram.low(),
                histogram.width(),
                histogram.bins().stream()
                        .map(bin -> new BinView(bin.unlabelled(), bin.normal(), bin.defective()))
                        .toList());
    }

    private List<StoredScore> scores(ModelManifest model, int window) {
        requireRange("window", window, 100_000);
        return reviews.scores(model.station(), model.version(), window);
    }

    private static void requireRange(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw Problems.badRequest("%s = %d must be 1 to %d".formatted(name, value, most));
        }
    }
}
