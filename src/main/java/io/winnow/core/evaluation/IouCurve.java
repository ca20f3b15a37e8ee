package io.winnow.core.evaluation;

/**
 * AU-IoU: intersection over union of all predicted with all defect pixels of the set, as a function of the false positive rate
 * (SROC paper, section 4.2). Pooled over the set, every distinct score a threshold, the area divided by the limit.
 */
public final class IouCurve {
    /** The paper's limit of the false positive rate. */
    public static final double DEFAULT_LIMIT = 0.3;

    private IouCurve() {}

    /**
     * Area under the curve up to a false positive rate.
     *
     * @param limit above 0 and at most 1
     * @return from 0 to 1; undefined without a defect pixel or without a normal pixel
     * @throws IllegalArgumentException when the limit is outside
     */
    public static Figure area(PixelRanking pixels, double limit) {
        return area(pixels, limit, pixels.once());
    }

    /** The same of a resample of the images. */
    static Figure area(PixelRanking pixels, double limit, int[] multiplicity) {
        PixelRanking.Cursor cursor = pixels.cursor(multiplicity);
        CurveArea area = new CurveArea(cursor.negatives, limit);
        if (cursor.positives == 0) {
            return Figure.undefined("no defect pixel");
        }
        long truePositives = 0;
        long union = cursor.positives;
        do {
            truePositives += cursor.morePositives;
            union += cursor.moreNegatives;
        } while (area.add(cursor.moreNegatives, (double) truePositives / union) && cursor.next());
        return area.figure();
    }
}
