package io.winnow.adapter.exchange;

import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.RegionShape;
import io.winnow.core.review.MarkedRegion;
import io.winnow.core.review.Marks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Shapes of which a mask is made; drawn again at its size they give the same mask. */
final class MaskShapes {
    private MaskShapes() {}

    /**
     * The parts of a mask that hang together, corners included: upright rectangles as boxes, all else pixel by pixel. More parts than a
     * frame may have regions are one.
     *
     * @param mask layout {@code [height, width]}, any value but 0 is marked; the parts' numbers afterwards
     */
    static Marks of(byte[] mask, ImageSize size) {
        int[] parts = new int[mask.length];
        int count = 0;
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] != 0 && parts[i] == 0) {
                flood(mask, parts, i, ++count, size);
            }
        }
        if (count > Marks.MOST) {
            return new Marks(List.of(new MarkedRegion(whole(mask, size), Optional.empty())));
        }
        List<MarkedRegion> regions = new ArrayList<>();
        for (int part = 1; part <= count; part++) {
            byte[] own = new byte[mask.length];
            for (int i = 0; i < own.length; i++) {
                own[i] = (byte) (parts[i] == part ? 1 : 0);
            }
            regions.add(new MarkedRegion(whole(own, size), Optional.empty()));
        }
        return new Marks(regions);
    }

    private static void flood(byte[] mask, int[] parts, int start, int part, ImageSize size) {
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        parts[start] = part;
        while (!open.isEmpty()) {
            int at = open.pop();
            int row = at / size.width();
            int column = at % size.width();
            for (int y = Math.max(0, row - 1); y <= Math.min(size.height() - 1, row + 1); y++) {
                for (int x = Math.max(0, column - 1); x <= Math.min(size.width() - 1, column + 1); x++) {
                    int next = y * size.width() + x;
                    if (mask[next] != 0 && parts[next] == 0) {
                        parts[next] = part;
                        open.push(next);
                    }
                }
            }
        }
    }

    /**
     * All marked pixels as one shape.
     *
     * @throws IllegalArgumentException when none is marked
     */
    static RegionShape whole(byte[] mask, ImageSize size) {
        List<Integer> runs = new ArrayList<>();
        int run = 0;
        boolean inside = false;
        int marked = 0;
        for (byte pixel : mask) {
            if (pixel != 0 != inside) {
                runs.add(run);
                run = 0;
                inside = !inside;
            }
            run++;
            marked += inside ? 1 : 0;
        }
        runs.add(run);
        RegionShape.PixelMask pixels = new RegionShape.PixelMask(size, runs);
        RegionOfInterest bounds = pixels.bounds();
        long area = Math.round((bounds.right() - bounds.left()) * size.width())
                * Math.round((bounds.bottom() - bounds.top()) * size.height());
        return area == marked ? new RegionShape.Box(bounds) : pixels;
    }
}
