package io.winnow.core.detector;

/**
 * Which patches of a pool go into a memory bank and how far they can be trusted. Thread-safe.
 *
 * <p>Source of the weights: SoftPatch (Jiang et al., NeurIPS 2022), section 3.3.
 */
public interface PatchSelection {
    /** Every patch, all trusted alike. */
    PatchSelection ALL = new PatchSelection() {
        @Override
        public boolean keeps(int image, int patch) {
            return true;
        }

        @Override
        public boolean weighted() {
            return false;
        }

        @Override
        public float weight(int image, int patch) {
            return 1;
        }
    };

    /** Whether a patch of an image goes into the bank. */
    boolean keeps(int image, int patch);

    /** Whether any weight differs from 1. */
    boolean weighted();

    /** Factor for distances to this patch, above 0; a suspicious patch has a higher one, so that it vouches for less. */
    float weight(int image, int patch);

    /** This selection for some of the pool's images, in the given order. */
    default PatchSelection subset(int[] images) {
        if (this == ALL) {
            return ALL;
        }
        int[] chosen = images.clone();
        PatchSelection whole = this;
        return new PatchSelection() {
            @Override
            public boolean keeps(int image, int patch) {
                return whole.keeps(chosen[image], patch);
            }

            @Override
            public boolean weighted() {
                return whole.weighted();
            }

            @Override
            public float weight(int image, int patch) {
                return whole.weight(chosen[image], patch);
            }
        };
    }
}
