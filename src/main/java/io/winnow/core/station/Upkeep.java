package io.winnow.core.station;

import io.winnow.core.model.RefitSchedule;
import io.winnow.core.pool.PoolRules;
import io.winnow.core.watch.DriftRules;
import io.winnow.core.watch.QualityRules;
import java.util.Optional;

/**
 * How a station looks after itself once it has a model.
 *
 * @param pool how its pool grows
 * @param imageQuality which images it refuses to judge
 * @param drift how it is watched
 * @param schedule when it is refitted by itself; empty for never
 */
public record Upkeep(PoolRules pool, QualityRules imageQuality, DriftRules drift, Optional<RefitSchedule> schedule) {
    /** Nothing changes by itself. */
    public static Upkeep none(int poolFrames) {
        return new Upkeep(PoolRules.fixed(poolFrames), QualityRules.OFF, DriftRules.OFF, Optional.empty());
    }
}
