package io.winnow.core.pool;

import io.winnow.core.model.PoolEntry;
import java.util.Optional;

/**
 * What becomes of a candidate.
 *
 * @param refusal why it does not enter; empty where it does
 * @param leaves the frame that makes room for it
 * @param because why that one leaves
 */
record Admission(Optional<Refusal> refusal, Optional<PoolEntry> leaves, Refusal because) {
    static Admission refused(Refusal why) {
        return new Admission(Optional.of(why), Optional.empty(), why);
    }

    static Admission inPlaceOf(PoolEntry entry, Refusal because) {
        return new Admission(Optional.empty(), Optional.of(entry), because);
    }

    static final Admission FREE = new Admission(Optional.empty(), Optional.empty(), Refusal.DRAWN_OUT);

    boolean enters() {
        return refusal.isEmpty();
    }
}
