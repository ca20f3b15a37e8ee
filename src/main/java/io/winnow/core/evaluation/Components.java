package io.winnow.core.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The 8-connected regions of one mask: two passes over its pixels with a union-find forest of provisional labels (Rosenfeld and
 * Pfaltz 1966). Regions are numbered from 0 in the order of their first pixel, row by row.
 */
final class Components {
    private final int height;
    private final int width;
    /** Region of each pixel plus 1; 0 where there is no defect. */
    private final int[] labels;

    private final int count;

    private Components(int height, int width, int[] labels, int count) {
        this.height = height;
        this.width = width;
        this.labels = labels;
        this.count = count;
    }

    static Components of(byte[] mask, int height, int width) {
        int[] labels = new int[mask.length];
        // A new label starts only where the pixels to the left and above are empty: at most once in two rows and
        // columns.
        int[] parent = new int[((height + 1) / 2) * ((width + 1) / 2) + 1];
        int provisional = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = y * width + x;
                if (mask[pixel] != 0) {
                    int label = joinNeighbours(labels, parent, pixel, x, y, width);
                    if (label == 0) {
                        label = ++provisional;
                        parent[label] = label;
                    }
                    labels[pixel] = label;
                }
            }
        }
        int count = number(parent, provisional);
        for (int pixel = 0; pixel < labels.length; pixel++) {
            labels[pixel] = parent[labels[pixel]];
        }
        return new Components(height, width, labels, count);
    }

    /** Unites the labels left of and above a pixel and gives the smallest, or 0 where all are empty. */
    private static int joinNeighbours(int[] labels, int[] parent, int pixel, int x, int y, int width) {
        int label = x > 0 ? labels[pixel - 1] : 0;
        if (y > 0) {
            int above = pixel - width;
            // The pixel above touches both of its neighbours, so it stands for all three.
            if (labels[above] != 0) {
                return unite(parent, label, labels[above]);
            }
            if (x > 0) {
                label = unite(parent, label, labels[above - 1]);
            }
            if (x + 1 < width) {
                label = unite(parent, label, labels[above + 1]);
            }
        }
        return label;
    }

    private static int unite(int[] parent, int a, int b) {
        if (a == 0 || b == 0) {
            return a + b;
        }
        int rootA = root(parent, a);
        int rootB = root(parent, b);
        int root = Math.min(rootA, rootB);
        parent[rootA] = root;
        parent[rootB] = root;
        return root;
    }

    private static int root(int[] parent, int label) {
        int root = label;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    /** Replaces each provisional label's parent by its region's final number; roots come before what hangs on them. */
    private static int number(int[] parent, int provisional) {
        int count = 0;
        for (int label = 1; label <= provisional; label++) {
            parent[label] = parent[label] == label ? ++count : parent[parent[label]];
        }
        return count;
    }

    /** Number of regions. */
    int count() {
        return count;
    }

    /** Region of a pixel, -1 where there is no defect. */
    int at(int pixel) {
        return labels[pixel] - 1;
    }

    /** Number of pixels of each region. */
    int[] sizes() {
        int[] sizes = new int[count];
        for (int label : labels) {
            if (label > 0) {
                sizes[label - 1]++;
            }
        }
        return sizes;
    }

    /** For each region the first and last pixel of every row it has, as {@code (x, y)}: its convex hull is that of the region. */
    List<List<int[]>> outlines() {
        List<List<int[]>> outlines = new ArrayList<>();
        for (int region = 0; region < count; region++) {
            outlines.add(new ArrayList<>());
        }
        int[] first = new int[count];
        int[] last = new int[count];
        for (int y = 0; y < height; y++) {
            Arrays.fill(first, -1);
            for (int x = 0; x < width; x++) {
                int region = labels[y * width + x] - 1;
                if (region >= 0) {
                    first[region] = first[region] < 0 ? x : first[region];
                    last[region] = x;
                }
            }
            for (int region = 0; region < count; region++) {
                if (first[region] >= 0) {
                    outlines.get(region).add(new int[] {first[region], y});
                    outlines.get(region).add(new int[] {last[region], y});
                }
            }
        }
        return outlines;
    }
}
