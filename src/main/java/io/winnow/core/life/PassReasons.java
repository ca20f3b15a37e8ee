package io.winnow.core.life;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.StruckPatch;
import java.util.List;
import java.util.Optional;

/**
 * Why a frame passed.
 *
 * @param model that was asked: the one that judged the frame, or the champion
 * @param instead why it is not the one that judged the frame; empty where it is
 * @param verdict of that model at the thresholds in force now
 * @param score of the image by that model
 * @param asked the patch that the question is about
 * @param near patches of the memory bank, nearest first
 */
public record PassReasons(
        Inspection inspection,
        ModelManifest model,
        Optional<String> instead,
        Verdict verdict,
        double score,
        Asked asked,
        List<Near> near) {
    /** What chose the patch. */
    public enum Choice {
        /** The highest score of the whole frame. */
        HIGHEST_SCORE,
        /** The highest score within the first region of the label. */
        LABEL,
        /** The highest score within a given region. */
        REGION
    }

    /** A patch of the frame that was judged. */
    public record Asked(Choice choice, Place place, double score) {}

    /**
     * Where a patch lies in its frame. A backbone sees more than this box; it is the patch's share of the grid.
     *
     * @param box in fractions of the whole image
     * @param pixels in pixels of the frame; empty where its size is not known any more
     */
    public record Place(int row, int column, RegionOfInterest box, Optional<PixelBox> pixels) {}

    /** A box in pixels of a frame, from its upper left corner. */
    public record PixelBox(int left, int top, int width, int height) {}

    /**
     * A patch of the memory bank.
     *
     * @param rank from 1, the nearest
     * @param distance Euclidean
     * @param frame that it comes from
     * @param image that frame's bytes; empty where they are forgotten
     * @param stored whether the frame can be shown
     * @param own whether it comes from the very frame that was judged
     * @param place empty where it cannot be found any more
     * @param struck the strike that keeps it out of later memory banks
     */
    public record Near(
            int rank,
            double distance,
            FrameId frame,
            Optional<ContentHash> image,
            boolean stored,
            boolean own,
            Optional<Place> place,
            Optional<StruckPatch> struck) {}

    public PassReasons {
        near = List.copyOf(near);
    }
}
