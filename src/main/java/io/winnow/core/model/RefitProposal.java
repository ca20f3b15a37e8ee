package io.winnow.core.model;

import io.winnow.core.inspection.StationId;
import java.time.Instant;
import java.util.Optional;

/**
 * A refit that the product suggests and a person accepts or dismisses.
 *
 * @param reason for people
 * @param decidedBy who accepted or dismissed it
 */
public record RefitProposal(
        String id,
        StationId station,
        String reason,
        Instant madeAt,
        State state,
        Optional<String> decidedBy,
        Optional<Instant> decidedAt) {
    /** Where a proposal stands. */
    public enum State {
        OPEN,
        ACCEPTED,
        DISMISSED
    }

    /** The same with a person's decision. */
    public RefitProposal decided(State how, String by, Instant at) {
        return new RefitProposal(id, station, reason, madeAt, how, Optional.of(by), Optional.of(at));
    }
}
