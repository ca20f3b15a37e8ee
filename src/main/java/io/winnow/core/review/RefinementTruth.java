package io.winnow.core.review;

import java.util.OptionalDouble;

/**
 * How well a refinement found the defects of its pool, where the truth is known.
 *
 * @param poolDefective defective frames in the pool before refinement
 * @param dropped frames that were dropped and whose truth is known
 * @param droppedDefective those of them that were defective
 */
public record RefinementTruth(int poolDefective, int dropped, int droppedDefective) {
    public RefinementTruth {
        if (droppedDefective > dropped || droppedDefective > poolDefective) {
            throw new IllegalArgumentException("%d dropped defects exceed %d dropped frames or %d defects in the pool"
                    .formatted(droppedDefective, dropped, poolDefective));
        }
    }

    /** Share of the dropped that were defective; empty when nothing was dropped. */
    public OptionalDouble precision() {
        return dropped == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) droppedDefective / dropped);
    }

    /** Share of the defects that were dropped; empty when there were none. */
    public OptionalDouble recall() {
        return poolDefective == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) droppedDefective / poolDefective);
    }
}
