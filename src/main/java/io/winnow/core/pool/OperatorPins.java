package io.winnow.core.pool;

import io.winnow.core.model.LedgerDecision;
import io.winnow.core.model.LedgerDecision.Kind;
import io.winnow.core.model.PoolEntry;
import io.winnow.core.refinement.Pins;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** What operators said of a pool's frames, as refinement obeys it. */
public final class OperatorPins {
    private OperatorPins() {}

    /** A decision about a dropped frame stands above an earlier label of it as normal. */
    public static Pins of(Collection<LedgerDecision> decisions, Collection<PoolEntry> pool) {
        Set<String> normal = new HashSet<>();
        Set<String> defective = new HashSet<>();
        pool.stream()
                .filter(PoolEntry::confirmed)
                .forEach(entry -> normal.add(entry.image().hex()));
        for (LedgerDecision decision : decisions) {
            boolean confirmed = decision.kind() == Kind.CONFIRMED;
            (confirmed ? defective : normal).add(decision.image().hex());
            (confirmed ? normal : defective).remove(decision.image().hex());
        }
        return new Pins(normal, defective);
    }
}
