package io.winnow.adapter.rest;

import io.winnow.core.model.RefitProposal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A proposed refit as clients see it. */
public record ProposalView(
        String id,
        String stationId,
        String reason,
        Instant madeAt,
        String state,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt) {
    static ProposalView of(RefitProposal proposal) {
        return new ProposalView(
                proposal.id(),
                proposal.station().value(),
                proposal.reason(),
                proposal.madeAt(),
                proposal.state().name().toLowerCase(Locale.ROOT),
                proposal.decidedBy().orElse(null),
                proposal.decidedAt().orElse(null));
    }
}
