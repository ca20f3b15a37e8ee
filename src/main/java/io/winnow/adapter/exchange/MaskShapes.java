package io.winnow.adapter.exchange;

import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.RegionShape;
import io.winnow.core.review.MarkedRegion;
import io.winnow.core.review.Marks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shapes of which a mask is made; drawn again at its size they give the same mask. Works on runs, stretches of marked pixels in a row, of
 * which there may be as many as a {@link RegionShape.PixelMask} has: memory stays small whatever the mask looks like.
 */
final class MaskShapes {
    /** Marked pixels {@code from} (inclusive) to {@code to} (exclusive) of a row. */
    private record Run(int row, int from, int to) {}

    private MaskShapes() {}

    /**
     * The parts of a mask that hang together, corners included: upright rectangles as boxes, all else pixel by pixel. More parts than a
     * frame may have regions are one.
     *
     * @param mask layout {@code [height, width]}, any value but 0 is marked
     * @throws IllegalArgumentException when it is made of more runs than a mask may have
     */
    static Marks of(byte[] mask, ImageSize size) {
        List<Run> runs = runs(mask, size);
        Map<Integer, List<Run>> parts = parts(runs);
        if (parts.size() > Marks.MOST) {
            return new Marks(List.of(region(runs, size)));
        }
        return new Marks(parts.values().stream().map(part -> region(part, size)).toList());
    }

    private static MarkedRegion region(List<Run> runs, ImageSize size) {
        return new MarkedRegion(shape(runs, size), Optional.empty());
    }

    private static List<Run> runs(byte[] mask, ImageSize size) {
        List<Run> runs = new ArrayList<>();
        for (int row = 0; row < size.height(); row++) {
            int start = row * size.width();
            int column = 0;
            while (column < size.width()) {
                int from = column;
                while (column < size.width() && mask[start + column] != 0) {
                    column++;
                }
                if (column > from) {
                    runs.add(new Run(row, from, column));
                    if (2 * runs.size() > RegionShape.PixelMask.MOST_RUNS) {
                        throw new IllegalArgumentException("a mask has more than %d stretches of marked pixels"
                                .formatted(RegionShape.PixelMask.MOST_RUNS / 2));
                    }
                }
                column++;
            }
        }
        return runs;
    }

    /** Runs that hang together, by the first of them; both in order. */
    private static Map<Integer, List<Run>> parts(List<Run> runs) {
        int[] first = new int[runs.size()];
        int above = 0;
        for (int i = 0; i < first.length; i++) {
            first[i] = i;
            Run run = runs.get(i);
            while (runs.get(above).row() < run.row() - 1 || isLeftAbove(runs.get(above), run)) {
                above++;
            }
            for (int j = above;
                    j < i && runs.get(j).row() < run.row() && runs.get(j).from() <= run.to();
                    j++) {
                join(first, i, j);
            }
        }
        Map<Integer, List<Run>> parts = new LinkedHashMap<>();
        for (int i = 0; i < first.length; i++) {
            parts.computeIfAbsent(root(first, i), root -> new ArrayList<>()).add(runs.get(i));
        }
        return parts;
    }

    /** Whether a run ends in the row above before it could touch another one, even by a corner. */
    private static boolean isLeftAbove(Run run, Run other) {
        return run.row() == other.row() - 1 && run.to() < other.from();
    }

    private static int root(int[] first, int i) {
        int root = i;
        while (first[root] != root) {
            first[root] = first[first[root]];
            root = first[root];
        }
        return root;
    }

    private static void join(int[] first, int i, int j) {
        int a = root(first, i);
        int b = root(first, j);
        first[Math.max(a, b)] = Math.min(a, b);
    }

    /**
     * All marked pixels as one shape.
     *
     * @throws IllegalArgumentException when none is marked, or it is made of more runs than a mask may have
     */
    static RegionShape whole(byte[] mask, ImageSize size) {
        return shape(runs(mask, size), size);
    }

    private static RegionShape shape(List<Run> runs, ImageSize size) {
        List<Integer> lengths = new ArrayList<>();
        int at = 0;
        int marked = 0;
        for (Run run : runs) {
            int from = run.row() * size.width() + run.from();
            if (from == at && !lengths.isEmpty()) { // goes on from the end of the row before
                int last = lengths.size() - 1;
                lengths.set(last, lengths.get(last) + run.to() - run.from());
            } else {
                lengths.add(from - at);
                lengths.add(run.to() - run.from());
            }
            at = from + run.to() - run.from();
            marked += run.to() - run.from();
        }
        if (at < size.area()) {
            lengths.add(Math.toIntExact(size.area() - at));
        }
        RegionShape.PixelMask pixels = new RegionShape.PixelMask(size, lengths);
        RegionOfInterest bounds = pixels.bounds();
        long area = Math.round((bounds.right() - bounds.left()) * size.width())
                * Math.round((bounds.bottom() - bounds.top()) * size.height());
        return area == marked ? new RegionShape.Box(bounds) : pixels;
    }
}
