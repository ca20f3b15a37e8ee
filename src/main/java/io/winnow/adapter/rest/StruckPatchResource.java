package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.life.FramePatches;
import io.winnow.core.life.Strikes;
import io.winnow.core.station.Station;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Patches that operators keep out of a station's memory banks. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations/{id}/struck-patches")
@Produces(MediaType.APPLICATION_JSON)
public class StruckPatchResource {
    private final Lookup lookup;
    private final Strikes strikes;
    private final Audit audit;

    StruckPatchResource(Lookup lookup, Strikes strikes, Audit audit) {
        this.audit = audit;
        this.lookup = lookup;
        this.strikes = strikes;
    }

    /**
     * Which patch and why.
     *
     * @param row of the patch in the grid, from 0
     * @param column of the patch in the grid, from 0
     */
    public record StrikeRequest(
            @Nullable String frameHash,
            @Nullable Integer row,
            @Nullable Integer column,
            @Nullable String reason) {}

    @GET
    @Operation(summary = "Patches struck out of the station's memory banks, newest first, also those taken back")
    public Page<StruckPatchView> list(@PathParam("id") String id) {
        return Page.of(strikes.list(lookup.station(id)).stream()
                .map(StruckPatchView::of)
                .toList());
    }

    @RolesAllowed(Roles.OPERATOR)
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
                    "the body must be {\"frameHash\": ..., \"row\": ..., \"column\": ..., \"reason\": ...}");
        }
        ContentHash image = Lookup.parse(request.frameHash(), ContentHash::new);
        try {
            StruckPatchView view = strikes.strike(
                            station, image, request.row(), request.column(), audit.who(), request.reason())
                    .map(StruckPatchView::of)
                    .orElseThrow(
                            () -> Problems.conflict("the patch at row %d, column %d of frame %s is struck out already"
                                    .formatted(request.row(), request.column(), image)));
            audit.changed("patch.strike", station.id(), Long.toString(view.id()), null, view);
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

    @RolesAllowed(Roles.OPERATOR)
    @DELETE
    @Path("{strike}")
    @Operation(summary = "Let a struck patch into the memory bank again, from the next refit on")
    public StruckPatchView undo(@PathParam("id") String id, @PathParam("strike") long strike) {
        Station station = lookup.station(id);
        StruckPatchView view = strikes.undo(station, strike, audit.who())
                .map(StruckPatchView::of)
                .orElseThrow(
                        () -> Problems.notFound("station %s has no struck patch %d".formatted(station.id(), strike)));
        audit.changed("patch.unstrike", station.id(), Long.toString(strike), null, view);
        return view;
    }
}
