package io.winnow.adapter.rest;

import io.winnow.core.model.LedgerDecision;
import java.time.Instant;
import java.util.Locale;

/** What an operator decided of a dropped frame, as clients see it. */
public record DecisionView(String hash, String decision, String by, Instant at) {
    static DecisionView of(LedgerDecision decision) {
        return new DecisionView(
                decision.image().hex(), decision.kind().name().toLowerCase(Locale.ROOT), decision.by(), decision.at());
    }
}
