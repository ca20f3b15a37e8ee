package io.winnow.core.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The boxes that Proportion Localised measures against (Taylor et al., TMLR 2024): around each region the rectangle of least area,
 * each side at least an eighth of the image; boxes that overlap by more than a third of the smaller one become one box around both
 * regions, and once more with the boxes so found.
 */
public final class DefectBoxes {
    /** A side is at least the image's width or height divided by this, rounded down. */
    static final int MIN_SIDE_DIVISOR = 8;

    private static final double OVERLAP_LIMIT = 1.0 / 3;
    private static final int MERGE_ROUNDS = 2;

    private DefectBoxes() {}

    /**
     * Boxes of the 8-connected regions of one mask.
     *
     * @param mask layout {@code [height, width]}, any byte but 0 is defect
     * @return empty for a mask without defect
     * @throws IllegalArgumentException when the mask's length is not {@code height * width}
     */
    public static List<RotatedBox> ofMask(int height, int width, byte[] mask) {
        Shapes.requireLength("mask", 0, height, width, mask.length);
        return merge(height, width, Components.of(mask, height, width).outlines());
    }

    /**
     * Boxes of the regions that an operator drew, enlarged and merged by the same rules.
     *
     * @param drawn in pixels of the image
     */
    public static List<RotatedBox> ofDrawn(int height, int width, List<RotatedBox> drawn) {
        List<List<int[]>> outlines = new ArrayList<>();
        for (RotatedBox box : drawn) {
            List<int[]> outline = new ArrayList<>();
            for (float[] corner : box.corners()) {
                outline.add(new int[] {Math.round(corner[0]), Math.round(corner[1])});
            }
            outlines.add(outline);
        }
        return merge(height, width, outlines);
    }

    private static List<RotatedBox> merge(int height, int width, List<List<int[]>> outlines) {
        List<List<int[]>> regions = outlines;
        for (int round = 0; round < MERGE_ROUNDS && regions.size() > 1; round++) {
            regions = mergeOnce(regions, boxes(height, width, regions));
        }
        return boxes(height, width, regions);
    }

    private static List<RotatedBox> boxes(int height, int width, List<List<int[]>> regions) {
        return regions.stream()
                .map(region -> RotatingCalipers.around(ConvexPolygon.hull(region))
                        .atLeast(width / MIN_SIDE_DIVISOR, height / MIN_SIDE_DIVISOR))
                .toList();
    }

    /** Joins all regions that are linked by overlapping boxes: first the joined ones, closest pair first, then the others. */
    private static List<List<int[]>> mergeOnce(List<List<int[]>> regions, List<RotatedBox> boxes) {
        int[] group = new int[regions.size()];
        Arrays.setAll(group, i -> i);
        List<int[]> pairs = overlappingPairs(boxes);
        for (int[] pair : pairs) {
            int from = group[pair[1]];
            int to = group[pair[0]];
            Arrays.setAll(group, i -> group[i] == from ? to : group[i]);
        }
        // The order matters: a pixel as near to one box as to another belongs to the first.
        List<Integer> order = new ArrayList<>();
        pairs.forEach(pair -> order.add(group[pair[0]]));
        for (int each : group) {
            order.add(each);
        }
        return order.stream().distinct().map(g -> join(regions, group, g)).toList();
    }

    private static List<int[]> join(List<List<int[]>> regions, int[] group, int wanted) {
        List<int[]> joined = new ArrayList<>();
        for (int region = 0; region < group.length; region++) {
            if (group[region] == wanted) {
                joined.addAll(regions.get(region));
            }
        }
        return joined;
    }

    private static List<int[]> overlappingPairs(List<RotatedBox> boxes) {
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = i + 1; j < boxes.size(); j++) {
                if (overlap(boxes.get(i), boxes.get(j)) > OVERLAP_LIMIT) {
                    pairs.add(new int[] {i, j});
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(pair -> centreDistance(boxes.get(pair[0]), boxes.get(pair[1]))));
        return pairs;
    }

    /** Intersection over the area of the smaller box, smaller by the sum of its sides as the authors have it. */
    private static double overlap(RotatedBox a, RotatedBox b) {
        boolean firstIsSmaller = (double) a.width() + a.height() < (double) b.width() + b.height();
        return firstIsSmaller ? a.shareInside(b) : b.shareInside(a);
    }

    private static double centreDistance(RotatedBox a, RotatedBox b) {
        return Math.hypot((double) a.centreX() - b.centreX(), (double) a.centreY() - b.centreY());
    }
}
