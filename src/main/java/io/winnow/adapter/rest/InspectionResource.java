package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.detector.Detection;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.HeatmapRenderer;
import io.winnow.core.image.ImageHeader;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.Thumbnailer;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.model.EmbeddingStore;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.station.Station;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Single inspections: what was seen and where it looked anomalous. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class InspectionResource {
    private static final int A_DAY_IN_SECONDS = 86_400;
    private static final int LONGER_SIDE_OF_THUMBNAIL = 320;

    private final Lookup lookup;
    private final StationViews views;
    private final FrameStore frames;
    private final EmbeddingStore embeddings;
    private final HeatmapRenderer heatmaps;
    private final Thumbnailer thumbnails;
    private final RegionLocator locator = new RegionLocator();

    InspectionResource(
            Lookup lookup,
            StationViews views,
            FrameStore frames,
            EmbeddingStore embeddings,
            HeatmapRenderer heatmaps,
            Thumbnailer thumbnails) {
        this.embeddings = embeddings;
        this.thumbnails = thumbnails;
        this.lookup = lookup;
        this.views = views;
        this.frames = frames;
        this.heatmaps = heatmaps;
    }

    @GET
    @Path("inspections/{id}")
    @Operation(summary = "One inspection")
    public InspectionView find(@PathParam("id") String id) {
        return views.inspection(lookup.inspection(id));
    }

    @GET
    @Path("inspections/{id}/image")
    @Produces({"image/jpeg", "image/png", "application/octet-stream"})
    @Operation(summary = "The frame as the camera sent it")
    public Response image(@PathParam("id") String id) throws IOException {
        return frame(lookup.inspection(id).frameHash());
    }

    @GET
    @Path("frames/{hash}")
    @Produces({"image/jpeg", "image/png", "application/octet-stream"})
    @Operation(summary = "A stored frame by its content hash")
    public Response frame(@PathParam("hash") String hash) throws IOException {
        return frame(Lookup.parse(hash, ContentHash::new));
    }

    private Response frame(ContentHash hash) throws IOException {
        EncodedImage image = stored(hash);
        return cached(Response.ok(image.toByteArray(), MediaTypes.of(image)));
    }

    @GET
    @Path("frames/{hash}/thumbnail")
    @Produces("image/jpeg")
    @Operation(summary = "A small picture of a stored frame")
    public Response thumbnail(@PathParam("hash") String hash) throws IOException {
        ContentHash name = Lookup.parse(hash, ContentHash::new);
        try {
            return cached(Response.ok(
                    thumbnails.jpeg(stored(name), LONGER_SIDE_OF_THUMBNAIL).toByteArray()));
        } catch (UndecodableImageException e) {
            throw Problems.unprocessable("frame %s cannot be shown: %s".formatted(name, e.getMessage()));
        }
    }

    @GET
    @Path("frames/{hash}/heatmap")
    @Produces("image/png")
    @Operation(
            summary =
                    "Where the serving model finds a stored frame anomalous, as a transparent picture of its proportions")
    public Response heatmap(@PathParam("hash") String hash, @QueryParam("station") @Nullable String id)
            throws IOException {
        if (id == null) {
            throw Problems.badRequest("the query parameter station is missing: whose model is to explain the frame");
        }
        Station station = lookup.station(id);
        ContentHash name = Lookup.parse(hash, ContentHash::new);
        EncodedImage image = stored(name);
        try {
            Detection detection = station.explain(own -> patches(station, image, own))
                    .orElseThrow(() -> Problems.notFound("station %s has no model that explains frames".formatted(id)));
            return Response.ok(heatmaps.render(
                                    locator.smooth(detection.map()),
                                    locator.size(detection.map()),
                                    station.settings().preprocessing().region(),
                                    station.model()
                                            .map(ModelManifest::threshold)
                                            .filter(threshold -> threshold > 0)
                                            .orElse((double) detection.map().max()),
                                    ImageHeader.read(image, DecodeLimits.DEFAULT)
                                            .size())
                            .toByteArray())
                    .build();
        } catch (UndecodableImageException e) {
            throw Problems.unprocessable("frame %s cannot be shown: %s".formatted(name, e.getMessage()));
        }
    }

    /** As they are stored for pool frames; read anew for others. */
    private PatchEmbeddings patches(Station station, EncodedImage image, Optional<FeatureExtractor> own)
            throws IOException, UndecodableImageException {
        Optional<PatchEmbeddings> kept = own.isPresent()
                ? Optional.empty()
                : embeddings.find(station.recipe().hash(), image.hash());
        return kept.isPresent() ? kept.get() : station.reader().read(image, own);
    }

    private EncodedImage stored(ContentHash hash) throws IOException {
        return frames.find(hash)
                .orElseThrow(() -> Problems.notFound("frame %s is not stored, or no longer".formatted(hash)));
    }

    @GET
    @Path("inspections/{id}/heatmap")
    @Produces("image/png")
    @Operation(summary = "The anomaly map as a transparent picture of the frame's proportions")
    public Response heatmap(@PathParam("id") String id) {
        Inspection inspection = lookup.inspection(id);
        Optional<AnomalyMap> map = inspection.map();
        Optional<ImageSize> size = inspection.imageSize();
        if (map.isEmpty() || size.isEmpty()) {
            throw Problems.notFound("inspection %s was not scored and has no heatmap".formatted(id));
        }
        Station station = lookup.station(inspection.station().value());
        EncodedImage png = heatmaps.render(
                locator.smooth(map.get()),
                locator.size(map.get()),
                station.settings().preprocessing().region(),
                threshold(inspection.verdict(), map.get()),
                size.get());
        return cached(Response.ok(png.toByteArray()));
    }

    static double threshold(Verdict verdict, AnomalyMap map) {
        return verdict.rejectedAbove().orElse(map.max());
    }

    /** Frames and heatmaps never change under their address. */
    private static Response cached(Response.ResponseBuilder response) {
        CacheControl cache = new CacheControl();
        cache.setPrivate(true);
        cache.setMaxAge(A_DAY_IN_SECONDS);
        return response.cacheControl(cache).build();
    }
}
