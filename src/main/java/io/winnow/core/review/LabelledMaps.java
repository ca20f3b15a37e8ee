package io.winnow.core.review;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Masks;
import io.winnow.core.evaluation.PixelRanking;
import io.winnow.core.evaluation.ProportionLocalised;
import io.winnow.core.evaluation.ScoreMaps;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.review.LabelStore.Labelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The smoothed anomaly maps of labelled inspections beside what operators marked in them: the normal ones, and the defective ones
 * whose region was marked inside the part that is looked at. Used by one thread.
 */
final class LabelledMaps {
    private final RegionLocator locator = new RegionLocator();
    private final List<float[]> maps = new ArrayList<>();
    private final List<byte[]> masks = new ArrayList<>();
    private final List<InspectionId> inspections = new ArrayList<>();
    private Optional<ImageSize> size = Optional.empty();
    private int withRegions;

    LabelledMaps(List<Labelled> labelled, RegionOfInterest looked) {
        for (Labelled each : labelled) {
            boolean usable =
                    !LiveQuality.defective(each) || !each.label().marks().isEmpty();
            if (usable) {
                each.inspection().map().ifPresent(map -> add(each.inspection().id(), map, each.label(), looked));
            }
        }
    }

    private void add(InspectionId inspection, AnomalyMap map, Label label, RegionOfInterest looked) {
        ImageSize own = locator.size(map);
        if (size.isPresent() && !size.get().equals(own)) {
            return;
        }
        byte[] mask = label.marks().mask(own, looked, (byte) 1);
        boolean marked = LiveQuality.defective(label) && contains(mask);
        if (LiveQuality.defective(label) && !marked) {
            return;
        }
        size = Optional.of(own);
        withRegions += marked ? 1 : 0;
        maps.add(locator.smooth(map));
        masks.add(mask);
        inspections.add(inspection);
    }

    private static boolean contains(byte[] mask) {
        for (byte pixel : mask) {
            if (pixel != 0) {
                return true;
            }
        }
        return false;
    }

    /** Defective inspections with at least one usable region. */
    int withRegions() {
        return withRegions;
    }

    /** The inspection of each map, in the order of the images that {@link #proportionLocalised} speaks of. */
    List<InspectionId> inspections() {
        return inspections;
    }

    /** Which of the maps have a marked region. */
    boolean[] marked() {
        boolean[] marked = new boolean[masks.size()];
        for (int i = 0; i < marked.length; i++) {
            marked[i] = contains(masks.get(i));
        }
        return marked;
    }

    /** Why Proportion Localised would mean nothing, where that is so. */
    Optional<String> lackOfRegions() {
        return withRegions < LiveQuality.FEWEST_OF_EACH
                ? Optional.of("not enough labels: %d defects with a marked region, needs %d"
                        .formatted(withRegions, LiveQuality.FEWEST_OF_EACH))
                : Optional.empty();
    }

    /** Where the marked defects are found. */
    ProportionLocalised proportionLocalised() {
        return ProportionLocalised.of(scoreMaps(), maskSet());
    }

    /** How well the maps tell marked pixels from all others; every frame counts alike. */
    Figure pixelAuroc() {
        int normal = maps.size() - withRegions;
        return LiveQuality.lack(normal, withRegions)
                .map(Figure::undefined)
                .orElseGet(
                        () -> PixelRanking.of(scoreMaps(), maskSet()).figures().auroc());
    }

    /** Number of maps. */
    int size() {
        return maps.size();
    }

    private ScoreMaps scoreMaps() {
        return ScoreMaps.of(size.orElseThrow().height(), size.orElseThrow().width(), maps);
    }

    private Masks maskSet() {
        return Masks.of(size.orElseThrow().height(), size.orElseThrow().width(), masks);
    }
}
