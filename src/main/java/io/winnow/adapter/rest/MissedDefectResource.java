package io.winnow.adapter.rest;

import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.life.FramePatches;
import io.winnow.core.life.NearestPatches;
import io.winnow.core.life.PassReasons.Choice;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.ModelStateException;
import io.winnow.core.review.Label;
import io.winnow.core.review.LabelStore;
import io.winnow.core.review.MissedDefects;
import io.winnow.core.review.RegressionSet;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Passed frames that show a defect: marking them, and why they passed. */
@Path("/api/v1/inspections/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class MissedDefectResource {
    private final Lookup lookup;
    private final StationViews views;
    private final MissedDefects missed;
    private final RegressionSet regression;
    private final LabelStore labels;
    private final NearestPatches nearest;

    MissedDefectResource(
            Lookup lookup,
            StationViews views,
            MissedDefects missed,
            RegressionSet regression,
            LabelStore labels,
            NearestPatches nearest) {
        this.lookup = lookup;
        this.views = views;
        this.missed = missed;
        this.regression = regression;
        this.labels = labels;
        this.nearest = nearest;
    }

    /**
     * What was missed.
     *
     * @param regions where the defect is; may be absent
     * @param reason why the frame joins the regression set; may be absent
     * @param by who; "dashboard" where absent
     */
    public record MissedRequest(
            @Nullable String defectType,
            @Nullable List<RegionView> regions,
            @Nullable String reason,
            @Nullable String by) {}

    /** A missed defect: its inspection with the label, and its place in the regression set. */
    public record MissedView(InspectionView inspection, RegressionView regression) {}

    @POST
    @Path("missed-defect")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Mark a passed frame as a missed defect: labels it and puts it into the regression set")
    public MissedView mark(@PathParam("id") String id, @Nullable MissedRequest request) {
        Inspection inspection = lookup.inspection(id);
        MissedRequest given = request == null ? new MissedRequest(null, null, null, null) : request;
        try {
            missed.mark(
                    inspection,
                    Optional.ofNullable(given.defectType()),
                    boxes(given.regions()),
                    given.by() == null || given.by().isBlank() ? "dashboard" : given.by(),
                    given.reason() == null || given.reason().isBlank() ? "marked as a missed defect" : given.reason());
        } catch (MissedDefects.NotPassedException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
        return new MissedView(
                views.inspection(inspection),
                RegressionView.of(regression
                        .find(inspection.id())
                        .orElseThrow(() -> Problems.notFound("there is no inspection '%s' any longer".formatted(id)))));
    }

    private static List<RegionOfInterest> boxes(@Nullable List<RegionView> regions) {
        return regions == null
                ? List.of()
                : regions.stream().map(RegionView::toBox).toList();
    }

    @GET
    @Path("nearest-patches")
    @Operation(
            summary = "Why a frame scored as it did: the patches of the memory bank nearest to one of its patches",
            description =
                    "The patch is the one with the highest score within the given region; without a region, within the first"
                            + " region of the label; without one, of the whole frame. The answer comes from the version that judged the"
                            + " frame, or from the champion where that one cannot be asked.")
    public PassReasonsView nearest(
            @PathParam("id") String id,
            @QueryParam("left") @Nullable Double left,
            @QueryParam("top") @Nullable Double top,
            @QueryParam("right") @Nullable Double right,
            @QueryParam("bottom") @Nullable Double bottom,
            @QueryParam("count") @DefaultValue("8") int count)
            throws IOException {
        Inspection inspection = lookup.inspection(id);
        Optional<RegionOfInterest> given = region(left, top, right, bottom);
        Optional<RegionOfInterest> labelled = labels.find(inspection.id())
                .map(Label::regions)
                .flatMap(regions -> regions.stream().findFirst());
        try {
            return PassReasonsView.of(nearest.explain(
                    lookup.station(inspection.station().value()),
                    inspection,
                    given.or(() -> labelled).orElse(RegionOfInterest.WHOLE),
                    given.isPresent() ? Choice.REGION : labelled.isPresent() ? Choice.LABEL : Choice.HIGHEST_SCORE,
                    count));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        } catch (FramePatches.GoneException e) {
            throw Problems.notFound("inspection %s cannot be explained: %s".formatted(id, e.getMessage()));
        } catch (ModelStateException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        } catch (ArtefactException | UndecodableImageException e) {
            throw Problems.unprocessable(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<RegionOfInterest> region(
            @Nullable Double left, @Nullable Double top, @Nullable Double right, @Nullable Double bottom) {
        if (Stream.of(Optional.ofNullable(left), Optional.ofNullable(top), Optional.ofNullable(right))
                        .allMatch(Optional::isEmpty)
                && bottom == null) {
            return Optional.empty();
        }
        if (left == null || top == null || right == null || bottom == null) {
            throw Problems.badRequest("a region needs left, top, right and bottom; give all of them or none");
        }
        return Optional.of(Lookup.parse("", ignored -> new RegionOfInterest(left, top, right, bottom)));
    }
}
