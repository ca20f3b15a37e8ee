package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.detector.PatchSelection;
import io.winnow.core.feature.PoolEmbeddings;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a refinement found. Kept and dropped images together are the pool.
 *
 * @param kept positions in the pool of the images to train on, ascending; at least one
 * @param dropped the others, most anomalous first
 * @param scores of every image of the pool, in its order; empty where nothing had to be scored
 * @param selection patches to train on, by position in {@code kept}
 * @param droppedPatches patches of kept images that {@code selection} leaves out, most anomalous first
 * @param pollution how much of the pool was judged to be defective, where that was estimated
 * @param groups dropped images that look alike
 */
public record Refinement(
        List<Integer> kept,
        List<LedgerEntry> dropped,
        List<Double> scores,
        PatchSelection selection,
        List<PatchLedgerEntry> droppedPatches,
        Optional<PollutionEstimate> pollution,
        List<LookAlikes> groups) {
    public Refinement {
        kept = List.copyOf(kept);
        dropped = List.copyOf(dropped);
        scores = List.copyOf(scores);
        droppedPatches = List.copyOf(droppedPatches);
        groups = List.copyOf(groups);
        if (kept.isEmpty()) {
            throw new IllegalArgumentException(
                    "refinement drops all %d images, must keep at least 1".formatted(dropped.size()));
        }
        if (!scores.isEmpty() && scores.size() != kept.size() + dropped.size()) {
            throw new IllegalArgumentException("refinement has %d scores, pool has %d + %d images"
                    .formatted(scores.size(), kept.size(), dropped.size()));
        }
    }

    /** One that drops nothing and scored nothing. */
    static Refinement unchanged(int poolSize) {
        return new Refinement(
                IntStream.range(0, poolSize).boxed().toList(),
                List.of(),
                List.of(),
                PatchSelection.ALL,
                List.of(),
                Optional.empty(),
                List.of());
    }

    /** The pool without what was dropped. */
    public PoolEmbeddings keptOf(PoolEmbeddings pool) {
        return pool.subset(kept.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Fits a detector on what was kept of the pool that was refined. */
    public AnomalyDetector refit(DetectorTrainer trainer, PoolEmbeddings pool, long seed, Progress progress) {
        return trainer.fit(keptOf(pool), selection, seed, progress);
    }

    Refinement withGroups(List<LedgerEntry> entries, List<LookAlikes> found) {
        return new Refinement(kept, entries, scores, selection, droppedPatches, pollution, found);
    }

    Refinement without(SuspiciousPatches suspicious, int round) {
        return new Refinement(kept, dropped, scores, suspicious, suspicious.ledger(kept, round), pollution, groups);
    }

    Refinement withPollution(PollutionEstimate estimate) {
        return new Refinement(kept, dropped, scores, selection, droppedPatches, Optional.of(estimate), groups);
    }
}
