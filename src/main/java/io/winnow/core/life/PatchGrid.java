package io.winnow.core.life;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;

/**
 * Where the patches of a grid lie in an image.
 *
 * @param looked the part of the image that the grid covers
 */
record PatchGrid(int height, int width, RegionOfInterest looked) {
    /** A patch's share of the grid, in fractions of the whole image. */
    RegionOfInterest box(int patch) {
        int row = patch / width;
        int column = patch % width;
        return new RegionOfInterest(x(column), y(row), x(column + 1), y(row + 1));
    }

    private double x(int column) {
        return Math.min(1, looked.left() + (looked.right() - looked.left()) * column / width);
    }

    private double y(int row) {
        return Math.min(1, looked.top() + (looked.bottom() - looked.top()) * row / height);
    }

    /** The same in pixels, at least one in each direction. */
    PassReasons.PixelBox pixels(int patch, ImageSize image) {
        RegionOfInterest box = box(patch);
        int left = (int) Math.floor(box.left() * image.width());
        int top = (int) Math.floor(box.top() * image.height());
        int right = (int) Math.ceil(box.right() * image.width());
        int bottom = (int) Math.ceil(box.bottom() * image.height());
        return new PassReasons.PixelBox(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }

    /**
     * The patch with the highest score among those that a region overlaps.
     *
     * @throws IllegalArgumentException when it overlaps none
     */
    int highest(AnomalyMap map, RegionOfInterest region) {
        int best = -1;
        for (int patch = 0; patch < height * width; patch++) {
            boolean within = overlap(box(patch), region);
            if (within && (best < 0 || score(map, patch) > score(map, best))) {
                best = patch;
            }
        }
        if (best < 0) {
            throw new IllegalArgumentException(
                    "region left=%s top=%s right=%s bottom=%s lies outside of what the station looks at"
                            .formatted(region.left(), region.top(), region.right(), region.bottom()));
        }
        return best;
    }

    private float score(AnomalyMap map, int patch) {
        return map.at(patch / width, patch % width);
    }

    private static boolean overlap(RegionOfInterest one, RegionOfInterest other) {
        return one.left() < other.right()
                && other.left() < one.right()
                && one.top() < other.bottom()
                && other.top() < one.bottom();
    }
}
