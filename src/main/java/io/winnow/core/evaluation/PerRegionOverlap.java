package io.winnow.core.evaluation;

/**
 * AUPRO: the mean over defect regions of the share of their pixels that is found, as a function of the false positive rate over
 * all normal pixels (Bergmann et al., "The MVTec Anomaly Detection Dataset", IJCV 2021, section 5.3). 8-connected regions, every
 * distinct score a threshold, the area divided by the limit.
 */
public final class PerRegionOverlap {
    /** The customary limit of the false positive rate. */
    public static final double DEFAULT_LIMIT = 0.3;

    private PerRegionOverlap() {}

    /**
     * Area under the curve up to a false positive rate.
     *
     * @param limit above 0 and at most 1
     * @return from 0 to 1; undefined without a region or without a normal pixel
     * @throws IllegalArgumentException when the limit is outside
     */
    public static Figure area(PixelRanking pixels, double limit) {
        return area(pixels, limit, pixels.once());
    }

    /** The same of a resample of the images. */
    static Figure area(PixelRanking pixels, double limit, int[] multiplicity) {
        PixelRanking.Cursor cursor = pixels.cursor(multiplicity);
        CurveArea area = new CurveArea(cursor.negatives, limit);
        if (cursor.regions == 0) {
            return Figure.undefined("no defect region");
        }
        double overlap = 0;
        do {
            overlap += cursor.moreOverlap;
            // Sums of shares may end a rounding error above 1.
        } while (area.add(cursor.moreNegatives, Math.min(1, overlap / cursor.regions)) && cursor.next());
        return area.figure();
    }
}
