package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
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
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Why a frame scored as it did. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/inspections/{id}/nearest-patches")
@Produces(MediaType.APPLICATION_JSON)
public class NearestPatchResource {
    private final Lookup lookup;
    private final LabelStore labels;
    private final NearestPatches nearest;

    NearestPatchResource(Lookup lookup, LabelStore labels, NearestPatches nearest) {
        this.lookup = lookup;
        this.labels = labels;
        this.nearest = nearest;
    }

    @GET
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
