package io.winnow.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.RegionShape;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.review.MarkedRegion;
import io.winnow.core.review.Marks;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A region that a person marked: a box in fractions of the image, 0..1, unless it says how it really looks. Of a polygon or mask
 * the box is what lies around it; it is not asked for in requests.
 *
 * @param polygon closed rings of points {@code [x, y]} in fractions of the image; a ring inside another is a hole
 * @param mask single pixels of the image
 * @param defectType what lies there, where it differs from the label's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MarkView(
        double left,
        double top,
        double right,
        double bottom,
        @Nullable List<List<double[]>> polygon,
        @Nullable MaskView mask,
        @Nullable String defectType) {
    /** Run lengths row by row: so many pixels outside, so many inside, and so on; together the whole image. */
    public record MaskView(int height, int width, @Nullable List<Integer> runs) {}

    static List<MarkView> of(Marks marks) {
        return marks.regions().stream().map(MarkView::of).toList();
    }

    private static MarkView of(MarkedRegion region) {
        RegionOfInterest box = region.shape().bounds();
        return new MarkView(
                box.left(),
                box.top(),
                box.right(),
                box.bottom(),
                region.shape() instanceof RegionShape.Polygon polygon
                        ? polygon.rings().stream()
                                .map(ring -> ring.stream()
                                        .map(point -> new double[] {point.x(), point.y()})
                                        .toList())
                                .toList()
                        : null,
                region.shape() instanceof RegionShape.PixelMask mask
                        ? new MaskView(mask.size().height(), mask.size().width(), mask.runs())
                        : null,
                region.defectType().orElse(null));
    }

    /** What a request marks in an inspection's frame; throws IllegalArgumentException where that cannot be. */
    static Marks marks(@Nullable List<MarkView> regions, Inspection inspection) {
        if (regions == null) {
            return Marks.NONE;
        }
        if (regions.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("a region is null; leave it out instead");
        }
        Marks marks = new Marks(regions.stream().map(MarkView::region).toList());
        inspection.imageSize().ifPresent(marks::checkFits);
        return marks;
    }

    private MarkedRegion region() {
        return new MarkedRegion(shape(), Optional.ofNullable(defectType));
    }

    private RegionShape shape() {
        if (mask != null && polygon != null) {
            throw new IllegalArgumentException("a region is a polygon or a mask, not both");
        }
        if (mask != null) {
            if (mask.runs() == null || mask.runs().contains(null)) {
                throw new IllegalArgumentException("a mask has no runs, or null among them; they are integers");
            }
            return new RegionShape.PixelMask(new ImageSize(mask.height(), mask.width()), List.copyOf(mask.runs()));
        }
        if (polygon != null) {
            if (polygon.contains(null) || polygon.stream().anyMatch(ring -> ring.contains(null))) {
                throw new IllegalArgumentException("a polygon has null among its rings or points; a point is [x, y]");
            }
            return new RegionShape.Polygon(polygon.stream()
                    .map(ring -> ring.stream().map(MarkView::point).toList())
                    .toList());
        }
        return new RegionShape.Box(new RegionOfInterest(left, top, right, bottom));
    }

    private static RegionShape.Point point(double[] point) {
        if (point.length != 2) {
            throw new IllegalArgumentException("a point has %d numbers; it is [x, y]".formatted(point.length));
        }
        return new RegionShape.Point(point[0], point[1]);
    }
}
