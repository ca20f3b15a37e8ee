package io.winnow.core.image;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * What a part of an image looks like: a box, a polygon with or without holes, or single pixels. Coordinates are fractions of the image,
 * x to the right and y downwards. Immutable and thread-safe.
 */
public sealed interface RegionShape {
    /** The smallest upright rectangle around it. */
    RegionOfInterest bounds();

    /**
     * Where it is crossed at height {@code y} of the image: an even number of places from left to right, inside between the first and
     * the second, the third and the fourth, and so on. A height belongs to what ends there, not to what begins there.
     */
    double[] crossings(double y);

    /** An upright rectangle. */
    record Box(RegionOfInterest bounds) implements RegionShape {
        @Override
        public double[] crossings(double y) {
            return bounds.top() < y && y <= bounds.bottom()
                    ? new double[] {bounds.left(), bounds.right()}
                    : new double[0];
        }
    }

    /**
     * A corner of a polygon.
     *
     * @throws IllegalArgumentException when it lies outside the image
     */
    record Point(double x, double y) {
        public Point {
            if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
                throw new IllegalArgumentException(
                        "point x=%s y=%s must lie inside the image, 0 to 1 each".formatted(x, y));
            }
        }
    }

    /**
     * Closed rings of corners; what an odd number of rings goes around is inside, so that a ring within another is a hole.
     *
     * @throws IllegalArgumentException when there is no ring, or one has fewer than 3 different corners or no area, or there are more
     *     than {@value #MOST_POINTS} corners
     */
    record Polygon(List<List<Point>> rings) implements RegionShape {
        /** More corners than anybody draws. */
        public static final int MOST_POINTS = 10_000;

        private static final double LEAST_AREA = 1e-12;

        public Polygon {
            rings = rings.stream().map(List::copyOf).toList();
            if (rings.isEmpty()) {
                throw new IllegalArgumentException("a polygon has no ring; at least one is needed");
            }
            int points = rings.stream().mapToInt(List::size).sum();
            if (points > MOST_POINTS) {
                throw new IllegalArgumentException(
                        "a polygon has %d points; at most %d are kept".formatted(points, MOST_POINTS));
            }
            rings.forEach(Polygon::check);
        }

        private static void check(List<Point> ring) {
            Set<Point> different = new HashSet<>(ring);
            if (different.size() < 3) {
                throw new IllegalArgumentException(
                        "a polygon has %d different points; at least 3 are needed".formatted(different.size()));
            }
            if (Math.abs(area(ring)) < LEAST_AREA) {
                throw new IllegalArgumentException(
                        "a polygon of %d points has no area: its points lie on one line".formatted(ring.size()));
            }
        }

        private static double area(List<Point> ring) {
            double twice = 0;
            for (int i = 0; i < ring.size(); i++) {
                Point from = ring.get(i);
                Point to = ring.get((i + 1) % ring.size());
                twice += from.x() * to.y() - to.x() * from.y();
            }
            return twice / 2;
        }

        @Override
        public RegionOfInterest bounds() {
            return new RegionOfInterest(
                    xs().min().orElseThrow(),
                    ys().min().orElseThrow(),
                    xs().max().orElseThrow(),
                    ys().max().orElseThrow());
        }

        private DoubleStream xs() {
            return rings.stream().flatMap(List::stream).mapToDouble(Point::x);
        }

        private DoubleStream ys() {
            return rings.stream().flatMap(List::stream).mapToDouble(Point::y);
        }

        @Override
        public double[] crossings(double y) {
            double[] found =
                    rings.stream().flatMapToDouble(ring -> crossings(ring, y)).toArray();
            Arrays.sort(found);
            return found;
        }

        private static DoubleStream crossings(List<Point> ring, double y) {
            DoubleStream.Builder found = DoubleStream.builder();
            for (int i = 0; i < ring.size(); i++) {
                Point from = ring.get(i);
                Point to = ring.get((i + 1) % ring.size());
                if (from.y() < y != to.y() < y) {
                    found.add(from.x() + (y - from.y()) / (to.y() - from.y()) * (to.x() - from.x()));
                }
            }
            return found.build();
        }
    }

    /**
     * Single pixels of an image, run-length encoded row by row: so many that do not belong to it, so many that do, and so on.
     *
     * @throws IllegalArgumentException when the runs do not add up to the image, or no pixel belongs to it, or there are more than
     *     {@value #MOST_RUNS} runs
     */
    record PixelMask(ImageSize size, List<Integer> runs) implements RegionShape {
        /** More than any brush leaves; a chequered image would have one for each pixel. */
        public static final int MOST_RUNS = 400_000;

        public PixelMask {
            runs = List.copyOf(runs);
            if (runs.size() > MOST_RUNS) {
                throw new IllegalArgumentException(
                        "a mask has %d runs; at most %d are kept".formatted(runs.size(), MOST_RUNS));
            }
            long sum = 0;
            long inside = 0;
            for (int i = 0; i < runs.size(); i++) {
                int run = runs.get(i);
                if (run < 0) {
                    throw new IllegalArgumentException("mask run %d is %d; it must not be negative".formatted(i, run));
                }
                sum += run;
                inside += i % 2 == 1 ? run : 0;
            }
            if (sum != size.area()) {
                throw new IllegalArgumentException(
                        "the runs of a mask add up to %d pixels; an image of %d x %d pixels (height x width) has %d"
                                .formatted(sum, size.height(), size.width(), size.area()));
            }
            if (inside == 0) {
                throw new IllegalArgumentException("a mask marks no pixel; at least one is needed");
            }
        }

        @Override
        public RegionOfInterest bounds() {
            int width = size.width();
            int top = size.height();
            int bottom = 0;
            int left = width;
            int right = 0;
            long from = 0;
            for (int i = 0; i < runs.size(); i++) {
                long to = from + runs.get(i);
                if (i % 2 == 1 && to > from) {
                    top = Math.min(top, (int) (from / width));
                    bottom = Math.max(bottom, (int) ((to - 1) / width) + 1);
                    boolean oneRow = from / width == (to - 1) / width;
                    left = oneRow ? Math.min(left, (int) (from % width)) : 0;
                    right = oneRow ? Math.max(right, (int) ((to - 1) % width) + 1) : width;
                }
                from = to;
            }
            return new RegionOfInterest(
                    (double) left / width,
                    (double) top / size.height(),
                    (double) right / width,
                    (double) bottom / size.height());
        }

        @Override
        public double[] crossings(double y) {
            int row = Math.min(size.height(), (int) Math.ceil(y * size.height())) - 1;
            long first = (long) row * size.width();
            long last = first + size.width();
            DoubleStream.Builder found = DoubleStream.builder();
            long from = 0;
            for (int i = 0; i < runs.size() && from < last; i++) {
                long to = from + runs.get(i);
                if (i % 2 == 1 && to > first && to > from) {
                    found.add((double) (Math.max(from, first) - first) / size.width());
                    found.add((double) (Math.min(to, last) - first) / size.width());
                }
                from = to;
            }
            return row < 0 ? new double[0] : found.build().toArray();
        }
    }
}
