package io.winnow.core.station;

import io.winnow.core.image.Preprocessing;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.RefitPlan;

/**
 * What a station is told by its configuration.
 *
 * @param line production line it stands at
 * @param camera its camera
 * @param preprocessing from decoded image to the backbone's input
 * @param collectFrames how many frames the pool gets before the first fit
 * @param autoFit whether the first fit starts by itself when the pool is full
 * @param refit how a refit is made unless the operator says otherwise
 * @param upkeep how the station looks after itself once it has a model
 * @param overload what becomes of frames that come faster than they can be judged
 */
public record StationSettings(
        StationId id,
        String line,
        String camera,
        Preprocessing preprocessing,
        int collectFrames,
        boolean autoFit,
        RefitPlan refit,
        Upkeep upkeep,
        Overload overload) {
    /** Fewest frames a first fit can be made from: fewer say nothing about what is normal. */
    public static final int FEWEST_POOL_FRAMES = 10;

    /** A station whose pool does not grow and which nothing watches. */
    public StationSettings(
            StationId id,
            String line,
            String camera,
            Preprocessing preprocessing,
            int collectFrames,
            boolean autoFit,
            RefitPlan refit) {
        this(id, line, camera, preprocessing, collectFrames, autoFit, refit, Upkeep.none(collectFrames));
    }

    /** A station whose frames all wait until they are judged. */
    public StationSettings(
            StationId id,
            String line,
            String camera,
            Preprocessing preprocessing,
            int collectFrames,
            boolean autoFit,
            RefitPlan refit,
            Upkeep upkeep) {
        this(id, line, camera, preprocessing, collectFrames, autoFit, refit, upkeep, Overload.WAIT);
    }

    public StationSettings {
        if (collectFrames < FEWEST_POOL_FRAMES) {
            throw new IllegalArgumentException("station %s: collect frames = %d must be at least %d"
                    .formatted(id, collectFrames, FEWEST_POOL_FRAMES));
        }
    }
}
