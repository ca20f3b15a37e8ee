package io.winnow.adapter.rest;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.life.FramePatches;
import io.winnow.core.life.Strikes;
import io.winnow.core.station.Station;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Patches that operators keep out of a station's memory banks. */
@Path("/api/v1/stations/{id}/struck-patches")
@Produces(MediaType.APPLICATION_JSON)
public class StruckPatchResource {
    private final Lookup lookup;
    private final Strikes strikes;

    StruckPatchResource(Lookup lookup, Strikes strikes) {
        this.lookup = lookup;
        this.strikes = strikes;
    }

    /**
     * Which patch and why.
     *
     * @param row of the patch in the grid, from 0
     * @param column of the patch in the grid, from 0
     * @param by who; "dashboard" where absent
     */
    public record StrikeRequest(
            @Nullable String frameHash,
            @Nullable Integer row,
            @Nullable Integer column,
            @Nullable String reason,
            @Nullable String by) {}

    @GET
    @Operation(summary = "Patches struck out of the station's memory banks, newest first, also those taken back")
    public Page<StruckPatchView> list(@PathParam("id") String id) {
        return Page.of(strikes.list(lookup.station(id)).stream()
                .map(StruckPatchView::of)
                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Keep a patch of a frame out of the memory bank, from the next refit on")
    public Response strike(@PathParam("id") String id, @Nullable StrikeRequest request) throws IOException {
        Station station = lookup.station(id);
        if (request == null
                || request.frameHash() == null
                || request.row() == null
                || request.column() == null
                || request.reason() == null
                || request.reason().isBlank()) {
            throw Problems.badRequest(
                    "the body must be {\"frameHash\": ..., \"row\": ..., \"column\": ..., \"reason\": ..., \"by\": ...}");
        }
        ContentHash image = Lookup.parse(request.frameHash(), ContentHash::new);
        try {
            StruckPatchView view = strikes.strike(
                            station,
                            image,
                            request.row(),
                            request.column(),
                            request.by() == null || request.by().isBlank() ? "dashboard" : request.by(),
                            request.reason())
                    .map(StruckPatchView::of)
                    .orElseThrow(
                            () -> Problems.conflict("the patch at row %d, column %d of frame %s is struck out already"
                                    .formatted(request.row(), request.column(), image)));
            return Response.created(URI.create("/api/v1/stations/" + station.id() + "/struck-patches/" + view.id()))
                    .entity(view)
                    .build();
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        } catch (FramePatches.GoneException e) {
            throw Problems.notFound("station %s has no frame %s, or no longer".formatted(station.id(), image));
        } catch (UndecodableImageException e) {
            throw Problems.unprocessable("frame %s: %s".formatted(image, e.getMessage()));
        }
    }

    @DELETE
    @Path("{strike}")
    @Operation(summary = "Let a struck patch into the memory bank again, from the next refit on")
    public StruckPatchView undo(
            @PathParam("id") String id,
            @PathParam("strike") long strike,
            @QueryParam("by") @DefaultValue("dashboard") String by) {
        Station station = lookup.station(id);
        return strikes.undo(station, strike, by)
                .map(StruckPatchView::of)
                .orElseThrow(
                        () -> Problems.notFound("station %s has no struck patch %d".formatted(station.id(), strike)));
    }
}
