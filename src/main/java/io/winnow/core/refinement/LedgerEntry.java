package io.winnow.core.refinement;

/**
 * Why an image was dropped.
 *
 * @param image its position in the pool
 * @param name its name in the pool
 * @param score by which it was judged; higher is more anomalous; only comparable within one refinement
 * @param rank 1 is the most anomalous of the pool
 * @param round of the refinement, from 1, in which it was judged last
 * @param reason why
 */
public record LedgerEntry(int image, String name, double score, int rank, int round, Reason reason) {
    /** Why an image is dropped. */
    public enum Reason {
        /** It is among the most anomalous share of the pool. */
        MOST_ANOMALOUS("among the most anomalous of the pool"),
        /** It was drawn by lot. */
        DRAWN_AT_RANDOM("drawn at random"),
        /** A person confirmed that it is defective. It was not judged again and has the highest score of the others. */
        CONFIRMED_BY_OPERATOR("confirmed as defective by an operator"),
        /** It is anomalous, but so are others that look like it: perhaps a rare kind of normal. */
        RARE_NORMAL_SUSPECT("anomalous, but several dropped images look alike: perhaps a rare normal");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    public LedgerEntry {
        if (rank < 1 || round < 1 || image < 0) {
            throw new IllegalArgumentException(
                    "ledger entry %s: rank %d and round %d must be at least 1, image %d at least 0"
                            .formatted(name, rank, round, image));
        }
    }

    LedgerEntry because(Reason other) {
        return new LedgerEntry(image, name, score, rank, round, other);
    }
}
