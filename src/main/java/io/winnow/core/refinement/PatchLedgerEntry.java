package io.winnow.core.refinement;

/**
 * Why a patch of a kept image was left out.
 *
 * @param image position of its image in the pool
 * @param patch its place in the image's grid, row by row from 0
 * @param score by which it was judged; higher is more anomalous; only comparable within one refinement
 * @param rank 1 is the most anomalous patch of the kept images
 * @param round of the refinement, from 1, in which it was judged last
 */
public record PatchLedgerEntry(int image, int patch, float score, int rank, int round) {
    public PatchLedgerEntry {
        if (rank < 1 || round < 1 || image < 0 || patch < 0) {
            throw new IllegalArgumentException(
                    "ledger entry of patch %d of image %d: rank %d and round %d must be at least 1, patch and image at least 0"
                            .formatted(patch, image, rank, round));
        }
    }

    /** The same of another image. */
    PatchLedgerEntry of(int otherImage) {
        return new PatchLedgerEntry(otherImage, patch, score, rank, round);
    }
}
