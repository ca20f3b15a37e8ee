package io.winnow.core.pool;

/**
 * What may enter a pool and how much it holds.
 *
 * @param frames most frames
 * @param bytes most bytes of images and embeddings together
 * @param share of the frames judged normal that are candidates, 0 to 1; 0 lets none enter
 * @param shiftShare most of {@code frames} that one shift may contribute after the first fit, above 0 to 1
 * @param settingShare most of {@code frames} that one camera setting may contribute after the first fit, above 0 to 1
 * @param duplicates a candidate nearer to a frame of the pool than this many times the median distance between neighbours in the
 *     pool is a near-duplicate; 0 lets all in
 * @param shifts when shifts begin
 * @param seed of the draw
 */
public record PoolRules(
        int frames,
        long bytes,
        double share,
        double shiftShare,
        double settingShare,
        double duplicates,
        Shifts shifts,
        long seed) {
    public PoolRules {
        require("pool frames", frames, frames >= 1, "at least 1");
        require("pool bytes", bytes, bytes >= 1, "at least 1");
        require("pool share", share, share >= 0 && share <= 1, "0 to 1");
        require("pool shift share", shiftShare, shiftShare > 0 && shiftShare <= 1, "above 0 and at most 1");
        require("pool setting share", settingShare, settingShare > 0 && settingShare <= 1, "above 0 and at most 1");
        require("pool duplicates", duplicates, duplicates >= 0 && Double.isFinite(duplicates), "at least 0");
    }

    private static void require(String what, Number value, boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("%s = %s must be %s".formatted(what, value, rule));
        }
    }

    /** A pool of a fixed size that does not grow after the first fit. */
    public static PoolRules fixed(int frames) {
        return new PoolRules(frames, Long.MAX_VALUE, 0, 1, 1, 0, Shifts.parse("00:00"), 1);
    }
}
