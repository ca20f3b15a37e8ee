package io.winnow.core.detector;

import io.winnow.core.index.IndexSettings;

/**
 * How a {@link PatchCore} is fitted.
 *
 * @param neighbours k: a patch's score is its mean distance to this many nearest vectors of the bank; fewer where the bank
 *     is smaller
 * @param index kind of index
 * @param coresetShare share of the patches that a coreset keeps, above 0; 1 keeps all
 * @param reweightNeighbours b of PatchCore's equation 7, neighbours that re-weight the image score; 0 leaves it as it is
 * @param standardise whether each channel is divided by its deviation over the pool first
 */
public record PatchCoreSettings(
        int neighbours, IndexSettings index, double coresetShare, int reweightNeighbours, boolean standardise) {
    /** As in the SROC paper, section 3.1.4: k = 5, every patch, score not re-weighted. */
    public static final PatchCoreSettings DEFAULT = new PatchCoreSettings(5, IndexSettings.AUTO, 1, 0, false);

    public PatchCoreSettings {
        if (neighbours < 1) {
            throw new IllegalArgumentException("patchcore neighbours = %d must be at least 1".formatted(neighbours));
        }
        if (!(coresetShare > 0 && coresetShare <= 1)) {
            throw new IllegalArgumentException(
                    "patchcore coreset share = %s must be above 0 and at most 1".formatted(coresetShare));
        }
        if (reweightNeighbours < 0) {
            throw new IllegalArgumentException(
                    "patchcore reweight neighbours = %d must not be negative".formatted(reweightNeighbours));
        }
    }

    public PatchCoreSettings withIndex(IndexSettings other) {
        return new PatchCoreSettings(neighbours, other, coresetShare, reweightNeighbours, standardise);
    }

    public PatchCoreSettings withNeighbours(int other) {
        return new PatchCoreSettings(other, index, coresetShare, reweightNeighbours, standardise);
    }

    public PatchCoreSettings withCoresetShare(double other) {
        return new PatchCoreSettings(neighbours, index, other, reweightNeighbours, standardise);
    }

    public PatchCoreSettings withReweightNeighbours(int other) {
        return new PatchCoreSettings(neighbours, index, coresetShare, other, standardise);
    }

    public PatchCoreSettings withStandardise(boolean other) {
        return new PatchCoreSettings(neighbours, index, coresetShare, reweightNeighbours, other);
    }
}
