package io.winnow.adapter.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.RegionShape;
import io.winnow.core.review.MarkedRegion;
import io.winnow.core.review.Marks;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A marked region as it is stored: always the box around it, which is all there is of a box, and what it really looks like. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MarkRow(
        double left,
        double top,
        double right,
        double bottom,
        @Nullable List<List<double[]>> polygon,
        @Nullable MaskRow mask,
        @Nullable String defectType) {
    private static final TypeReference<List<MarkRow>> LIST = new TypeReference<>() {};

    /** Pixels, run-length encoded. */
    record MaskRow(int height, int width, List<Integer> runs) {}

    static String write(Marks marks) {
        return Json.write(marks.regions().stream().map(MarkRow::row).toList());
    }

    static Marks read(String json) {
        return new Marks(Json.read(json, LIST).stream().map(MarkRow::region).toList());
    }

    private static MarkRow row(MarkedRegion region) {
        RegionShape shape = region.shape();
        RegionOfInterest box = shape.bounds();
        return new MarkRow(
                box.left(),
                box.top(),
                box.right(),
                box.bottom(),
                shape instanceof RegionShape.Polygon polygon ? points(polygon) : null,
                shape instanceof RegionShape.PixelMask mask
                        ? new MaskRow(mask.size().height(), mask.size().width(), mask.runs())
                        : null,
                region.defectType().orElse(null));
    }

    private static List<List<double[]>> points(RegionShape.Polygon polygon) {
        return polygon.rings().stream()
                .map(ring -> ring.stream()
                        .map(point -> new double[] {point.x(), point.y()})
                        .toList())
                .toList();
    }

    private MarkedRegion region() {
        return new MarkedRegion(shape(), Optional.ofNullable(defectType));
    }

    private RegionShape shape() {
        if (mask != null) {
            return new RegionShape.PixelMask(new ImageSize(mask.height(), mask.width()), mask.runs());
        }
        if (polygon != null) {
            return new RegionShape.Polygon(polygon.stream()
                    .map(ring -> ring.stream()
                            .map(point -> new RegionShape.Point(point[0], point[1]))
                            .toList())
                    .toList());
        }
        return new RegionShape.Box(new RegionOfInterest(left, top, right, bottom));
    }
}
