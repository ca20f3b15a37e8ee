package io.winnow.core.inspection;

/**
 * Whether an inspection was chosen for review when it was decided, and how likely that was: what makes figures over reviewed frames
 * hold for all frames. Stays what it was when settings change.
 *
 * @param reason why it was chosen, or that it was not
 * @param probability that a frame decided like this one is chosen, 0 to 1
 */
public record ReviewSelection(Reason reason, double probability) {
    /** Why a frame is to be reviewed. */
    public enum Reason {
        /** Not chosen, though frames like it are with the given probability. */
        NONE,
        /** Drawn by chance among the passed frames. */
        AUDIT,
        /** In the grey band. */
        GREY_BAND,
        /** Rejected. */
        REJECT
    }

    public ReviewSelection {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("review probability = %s must be 0 to 1".formatted(probability));
        }
        if (probability == 0 && reason != Reason.NONE) {
            throw new IllegalArgumentException("review for %s has probability 0".formatted(reason));
        }
    }

    /** Whether it is to be reviewed. */
    public boolean chosen() {
        return reason != Reason.NONE;
    }
}
