package io.winnow.core.refinement;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a refinement shall do.
 *
 * @param ratio share of the pool to drop, at least 0 and below 1; empty lets the strategy estimate it
 * @param seed of every draw
 * @param audit what a person found in a random sample of the pool, where there is one
 */
public record RefinementPlan(OptionalDouble ratio, long seed, Optional<Audit> audit) {
    public RefinementPlan {
        if (ratio.isPresent() && !(ratio.getAsDouble() >= 0 && ratio.getAsDouble() < 1)) {
            throw new IllegalArgumentException(
                    "refinement ratio = %s must be at least 0 and below 1".formatted(ratio.getAsDouble()));
        }
    }

    /** Drops a given share. */
    public static RefinementPlan dropping(double ratio, long seed) {
        return new RefinementPlan(OptionalDouble.of(ratio), seed, Optional.empty());
    }

    /** Estimates the share to drop. */
    public static RefinementPlan estimating(long seed) {
        return new RefinementPlan(OptionalDouble.empty(), seed, Optional.empty());
    }

    public RefinementPlan withAudit(Audit found) {
        return new RefinementPlan(ratio, seed, Optional.of(found));
    }

    /**
     * What a person found in images drawn at random from the pool.
     *
     * @param inspected number of images looked at
     * @param defective how many of them were defective
     */
    public record Audit(int inspected, int defective) {
        public Audit {
            if (inspected < 1 || defective < 0 || defective > inspected) {
                throw new IllegalArgumentException(
                        "audit found %d defective of %d, must be at least 0 of at least 1 and not more"
                                .formatted(defective, inspected));
            }
        }
    }
}
