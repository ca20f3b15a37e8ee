package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.detector.PatchSelection;
import io.winnow.core.feature.PoolEmbeddings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Drops the images that a scorer finds most anomalous: one round. Thread-safe. */
public final class ScoreRefiner implements Refiner {
    private final PoolScorer scorer;

    public ScoreRefiner(PoolScorer scorer) {
        this.scorer = scorer;
    }

    @Override
    public String name() {
        return scorer.name();
    }

    @Override
    public Refinement refine(PoolEmbeddings pool, RefinementPlan plan, Progress progress) {
        NameOrder order = NameOrder.of(pool);
        if (plan.ratio().isPresent() && Ranking.count(plan.ratio().getAsDouble(), pool.size()) == 0) {
            return Refinement.unchanged(pool.size());
        }
        requireSize(pool, scorer);
        double[] scores = scorer.score(order.pool(), plan.seed(), progress);
        // Scores that were drawn say nothing of the pool, unless they are asked to.
        Optional<PollutionEstimate> estimate =
                plan.ratio().isPresent() && scorer.reason() != LedgerEntry.Reason.MOST_ANOMALOUS
                        ? Optional.empty()
                        : Optional.of(PollutionEstimator.estimate(List.of(List.of(scores)), plan.audit(), plan.seed()));
        double share = plan.ratio()
                .orElseGet(() -> estimate.map(PollutionEstimate::share).orElse(0.0));
        Refinement refinement = dropping(order, scores, Ranking.count(share, pool.size()), 1, scorer.reason());
        return estimate.map(refinement::withPollution).orElse(refinement);
    }

    static void requireSize(PoolEmbeddings pool, PoolScorer scorer) {
        if (pool.size() < scorer.minimumPoolSize()) {
            throw new IllegalArgumentException("pool holds %d images, refinement by %s needs at least %d"
                    .formatted(pool.size(), scorer.name(), scorer.minimumPoolSize()));
        }
    }

    /** The refinement that drops the highest scores of an ordered pool. */
    static Refinement dropping(NameOrder order, double[] scores, int count, int round, LedgerEntry.Reason reason) {
        List<LedgerEntry> ledger = Ranking.of(scores).ledger(count, order, round, reason);
        Set<Integer> dropped = new HashSet<>();
        ledger.forEach(entry -> dropped.add(entry.image()));
        List<Integer> kept = IntStream.range(0, scores.length)
                .filter(image -> !dropped.contains(image))
                .boxed()
                .toList();
        return new Refinement(
                kept,
                ledger,
                Arrays.stream(order.original(scores)).boxed().toList(),
                PatchSelection.ALL,
                List.of(),
                Optional.empty(),
                List.of());
    }
}
