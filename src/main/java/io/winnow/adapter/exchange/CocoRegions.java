package io.winnow.adapter.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.RegionRaster;
import io.winnow.core.image.RegionShape;
import io.winnow.core.image.RegionShape.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Regions as COCO has them, in pixels: boxes and simple polygons as polygons, all else as run lengths down the columns. Numbers are
 * rounded to a ten-thousandth of a pixel, so that writing what was read gives the same text.
 */
final class CocoRegions {
    private static final double ROUND = 1e4;
    /** Corners may lie so far outside, in pixels: other tools round too. */
    private static final double SLACK = 0.01;

    private CocoRegions() {}

    /** Adds segmentation, bbox, area and iscrowd. */
    static void write(ObjectNode annotation, RegionShape shape, ImageSize size) {
        RegionOfInterest bounds = shape.bounds();
        double left = round(bounds.left() * size.width());
        double top = round(bounds.top() * size.height());
        double right = round(bounds.right() * size.width());
        double bottom = round(bounds.bottom() * size.height());
        ArrayNode box = annotation.putArray("bbox");
        box.add(left).add(top).add(round(right - left)).add(round(bottom - top));
        byte[] mask = new byte[(int) size.area()];
        RegionRaster.fill(mask, size, RegionOfInterest.WHOLE, shape, (byte) 1);
        annotation.put("area", count(mask));
        if (shape instanceof RegionShape.Box) {
            polygon(annotation)
                    .add(left)
                    .add(top)
                    .add(right)
                    .add(top)
                    .add(right)
                    .add(bottom)
                    .add(left)
                    .add(bottom);
        } else if (shape instanceof RegionShape.Polygon polygon
                && polygon.rings().size() == 1) {
            ArrayNode ring = polygon(annotation);
            polygon.rings().get(0).forEach(point -> ring.add(round(point.x() * size.width()))
                    .add(round(point.y() * size.height())));
        } else {
            annotation.put("iscrowd", 1);
            runs(annotation.putObject("segmentation"), mask, size);
        }
    }

    private static ArrayNode polygon(ObjectNode annotation) {
        annotation.put("iscrowd", 0);
        return annotation.putArray("segmentation").addArray();
    }

    private static double round(double pixels) {
        return Math.round(pixels * ROUND) / ROUND;
    }

    private static int count(byte[] mask) {
        int count = 0;
        for (byte pixel : mask) {
            count += pixel;
        }
        return count;
    }

    private static void runs(ObjectNode segmentation, byte[] mask, ImageSize size) {
        segmentation.putArray("size").add(size.height()).add(size.width());
        ArrayNode counts = segmentation.putArray("counts");
        int run = 0;
        byte inside = 0;
        for (int i = 0; i < mask.length; i++) {
            byte pixel = mask[i % size.height() * size.width() + i / size.height()];
            if (pixel != inside) {
                counts.add(run);
                run = 0;
                inside = pixel;
            }
            run++;
        }
        counts.add(run);
    }

    /**
     * The shapes of an annotation; one for each part of its segmentation, or its bbox where it has none.
     *
     * @throws IllegalArgumentException when it is none, or lies outside the image
     */
    static List<RegionShape> read(JsonNode annotation, ImageSize size) {
        JsonNode segmentation = annotation.path("segmentation");
        if (segmentation.isObject()) {
            return List.of(mask(segmentation, size));
        }
        if (segmentation.isArray() && !segmentation.isEmpty()) {
            List<RegionShape> shapes = new ArrayList<>();
            segmentation.forEach(ring -> shapes.add(polygon(numbers(ring), size)));
            return shapes;
        }
        List<Double> box = numbers(annotation.path("bbox"));
        if (box.size() != 4) {
            throw new IllegalArgumentException(
                    "bbox %s must have 4 numbers: left, top, width and height in pixels".formatted(box));
        }
        return List.of(box(box.get(0), box.get(1), box.get(0) + box.get(2), box.get(1) + box.get(3), size));
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode number : array) {
            if (!number.isNumber()) {
                throw new IllegalArgumentException("'%.40s' must be a number of pixels".formatted(number));
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    private static RegionShape polygon(List<Double> numbers, ImageSize size) {
        if (numbers.size() < 6 || numbers.size() % 2 != 0) {
            throw new IllegalArgumentException(
                    "segmentation has %d numbers; a polygon has at least 6, x and y in turn".formatted(numbers.size()));
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            points.add(
                    new Point(share("x", numbers.get(i), size.width()), share("y", numbers.get(i + 1), size.height())));
        }
        List<Double> xs = points.stream().map(Point::x).toList();
        List<Double> ys = points.stream().map(Point::y).toList();
        boolean upright = points.size() == 4
                && xs.get(0).equals(xs.get(3))
                && xs.get(1).equals(xs.get(2))
                && ys.get(0).equals(ys.get(1))
                && ys.get(2).equals(ys.get(3))
                && xs.get(0) < xs.get(1)
                && ys.get(0) < ys.get(2);
        return upright
                ? new RegionShape.Box(new RegionOfInterest(
                        Collections.min(xs), Collections.min(ys), Collections.max(xs), Collections.max(ys)))
                : new RegionShape.Polygon(List.of(points));
    }

    private static RegionShape box(double left, double top, double right, double bottom, ImageSize size) {
        return new RegionShape.Box(new RegionOfInterest(
                share("bbox left", left, size.width()),
                share("bbox top", top, size.height()),
                share("bbox right", right, size.width()),
                share("bbox bottom", bottom, size.height())));
    }

    private static double share(String what, double pixels, int side) {
        if (!(pixels >= -SLACK && pixels <= side + SLACK)) {
            throw new IllegalArgumentException(
                    "%s = %s must lie inside the image, 0 to %d pixels".formatted(what, pixels, side));
        }
        return Math.max(0, Math.min(1, pixels / side));
    }

    private static RegionShape mask(JsonNode segmentation, ImageSize size) {
        List<Double> own = numbers(segmentation.path("size"));
        if (!own.equals(List.of((double) size.height(), (double) size.width()))) {
            throw new IllegalArgumentException("segmentation of size %s (height, width) must have the image's, [%d, %d]"
                    .formatted(own, size.height(), size.width()));
        }
        JsonNode counts = segmentation.path("counts");
        long[] runs = counts.isTextual() ? unpack(counts.textValue()) : runs(counts);
        byte[] mask = new byte[(int) size.area()];
        long at = 0;
        for (int i = 0; i < runs.length; i++) {
            if (runs[i] < 0 || runs[i] > mask.length - at) {
                throw new IllegalArgumentException("segmentation run %d is %d after %d pixels of %d; must fit the image"
                        .formatted(i, runs[i], at, mask.length));
            }
            for (long end = at + runs[i]; at < end; at++) {
                mask[(int) (at % size.height() * size.width() + at / size.height())] = (byte) (i % 2);
            }
        }
        if (at != mask.length) {
            throw new IllegalArgumentException(
                    "segmentation runs add up to %d pixels; the image has %d".formatted(at, mask.length));
        }
        return MaskShapes.whole(mask, size);
    }

    private static long[] runs(JsonNode counts) {
        return numbers(counts).stream().mapToLong(Double::longValue).toArray();
    }

    /** Run lengths packed into text: 5 bits and a sign in each character, from the third run on as differences to the last but one. */
    private static long[] unpack(String text) {
        List<Long> runs = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            long value = 0;
            int shift = 0;
            boolean more = true;
            while (more) {
                int bits = at < text.length() ? text.charAt(at++) - 48 : -1;
                if (bits < 0 || bits > 63 || shift > 40) {
                    throw new IllegalArgumentException(
                            "segmentation counts '%.20s' are no packed run lengths".formatted(text));
                }
                value |= (bits & 0x1fL) << shift;
                more = (bits & 0x20) != 0;
                shift += 5;
                if (!more && (bits & 0x10) != 0) {
                    value |= -1L << shift;
                }
            }
            runs.add(runs.size() > 2 ? value + runs.get(runs.size() - 2) : value);
        }
        return runs.stream().mapToLong(Long::longValue).toArray();
    }
}
