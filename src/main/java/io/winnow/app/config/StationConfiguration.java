package io.winnow.app.config;

import io.winnow.core.detector.PatchCoreSettings;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.Tiling;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.model.Precision;
import io.winnow.core.model.RefitPlan;
import io.winnow.core.station.Overload;
import io.winnow.core.station.StationSettings;
import io.winnow.core.station.Upkeep;
import java.util.Optional;

/**
 * What {@code edge-config/stations/ID.yaml} says of one station. {@code docs/configuration.md} explains each key.
 *
 * @param backbone name of an installed backbone
 * @param precision that the backbone calculates in
 * @param tiling how the input goes through the backbone; empty for as a whole
 * @param limits of images before they are decoded
 * @param upkeep how the station looks after itself once it has a model
 * @param auditShare share of the passed frames that is chosen for review
 * @param truth whether masks that come along with frames are kept, for evaluation only
 * @param promotion when a candidate replaces the champion
 * @param overload what becomes of frames that come faster than they can be judged
 */
public record StationConfiguration(
        StationId id,
        String line,
        String camera,
        String backbone,
        Precision precision,
        ImageSize inputSize,
        Optional<Tiling> tiling,
        RegionOfInterest region,
        Collect collect,
        RefitPlan refit,
        PatchCoreSettings detector,
        DecodeLimits limits,
        Upkeep upkeep,
        double auditShare,
        boolean truth,
        PromotionPolicy promotion,
        Overload overload) {

    /**
     * How the pool is filled before the first fit.
     *
     * @param frames how many it gets
     * @param autoFit whether the first fit then starts by itself
     */
    public record Collect(int frames, boolean autoFit) {}

    /** What the station itself works with, once its backbone is known. */
    public StationSettings settings(BackboneManifest manifest) {
        manifest.requireInputSize(inputSize);
        return new StationSettings(
                id,
                line,
                camera,
                new Preprocessing(region, inputSize, manifest.normalisation(), tiling),
                collect.frames(),
                collect.autoFit(),
                refit,
                upkeep,
                overload);
    }

    /** What its detector is fitted with, once its backbone is known. */
    public PatchCoreSettings detector(BackboneManifest manifest) {
        return detector.withStandardise(manifest.standardise());
    }
}
