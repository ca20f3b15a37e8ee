package io.winnow.core.model;

import io.winnow.core.detector.PatchSelection;
import io.winnow.core.image.ContentHash;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a refinement selects, without the patches that people struck out. Thread-safe. */
final class StruckSelection implements PatchSelection {
    private final PatchSelection refined;
    private final Map<Integer, BitSet> struck;

    private StruckSelection(PatchSelection refined, Map<Integer, BitSet> struck) {
        this.refined = refined;
        this.struck = struck;
    }

    /**
     * A selection and the strikes that it obeys: those of frames that are kept.
     *
     * @param images positions of the frames in which something is struck out
     */
    record Obeyed(PatchSelection selection, List<StruckPatch> struck, Set<Integer> images) {}

    /**
     * @param refined by position in {@code kept}
     * @param gridWidth patches from left to right
     */
    static Obeyed of(PatchSelection refined, List<PoolFrame> kept, List<StruckPatch> standing, int gridWidth) {
        Map<ContentHash, Integer> positions = new HashMap<>();
        for (int image = 0; image < kept.size(); image++) {
            positions.put(kept.get(image).image(), image);
        }
        Map<Integer, BitSet> struck = new HashMap<>();
        List<StruckPatch> obeyed = new ArrayList<>();
        for (StruckPatch patch : standing) {
            Integer image = positions.get(patch.image());
            if (image != null) {
                struck.computeIfAbsent(image, any -> new BitSet()).set(patch.row() * gridWidth + patch.column());
                obeyed.add(patch);
            }
        }
        return new Obeyed(
                obeyed.isEmpty() ? refined : new StruckSelection(refined, struck), obeyed, Set.copyOf(struck.keySet()));
    }

    @Override
    public boolean keeps(int image, int patch) {
        BitSet out = struck.get(image);
        return (out == null || !out.get(patch)) && refined.keeps(image, patch);
    }

    @Override
    public boolean weighted() {
        return refined.weighted();
    }

    @Override
    public float weight(int image, int patch) {
        return refined.weight(image, patch);
    }
}
