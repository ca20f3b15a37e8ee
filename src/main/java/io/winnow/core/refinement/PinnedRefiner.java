package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.detector.PatchSelection;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.refinement.LedgerEntry.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Makes another strategy obey a person. Images pinned as defective head the ledger and are hidden from the strategy; they count
 * towards the share to drop. Images pinned as normal are judged with the others, because their patches are what the rest is held
 * against, but go back into the pool where the strategy drops them. Nothing else is dropped in their place: a person who restores a
 * frame says that less is wrong, not that something else is. Thread-safe.
 */
public final class PinnedRefiner implements Refiner {
    private final Refiner obedient;
    private final Pins pins;

    public PinnedRefiner(Refiner obedient, Pins pins) {
        this.obedient = obedient;
        this.pins = pins;
    }

    @Override
    public String name() {
        return obedient.name();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException also when every image of the pool is pinned as defective
     */
    @Override
    public Refinement refine(PoolEmbeddings pool, RefinementPlan plan, Progress progress) {
        int[] judged = IntStream.range(0, pool.size())
                .filter(image -> !pins.defective().contains(pool.name(image)))
                .toArray();
        if (judged.length == 0) {
            throw new IllegalArgumentException(
                    "all %d images of the pool are confirmed defects, must leave at least 1".formatted(pool.size()));
        }
        Refinement refinement =
                obedient.refine(pool.subset(judged), remaining(plan, pool.size(), judged.length), progress);
        return new Merge(pool, judged, refinement).merged();
    }

    /** The share that is left to drop once the confirmed defects are out. */
    private static RefinementPlan remaining(RefinementPlan plan, int all, int judged) {
        if (plan.ratio().isEmpty() || all == judged) {
            return plan;
        }
        double toDrop = plan.ratio().getAsDouble() * all - (all - judged);
        return new RefinementPlan(OptionalDouble.of(Math.max(0, toDrop / judged)), plan.seed(), plan.audit());
    }

    /** The strategy's word and the person's put together, in positions of the whole pool. */
    private final class Merge {
        private final PoolEmbeddings pool;
        private final int[] judged;
        private final Refinement refinement;
        private final double highest;

        Merge(PoolEmbeddings pool, int[] judged, Refinement refinement) {
            this.pool = pool;
            this.judged = judged;
            this.refinement = refinement;
            this.highest = refinement.scores().isEmpty() ? 0 : Collections.max(refinement.scores());
        }

        Refinement merged() {
            List<LedgerEntry> dropped = confirmed();
            for (LedgerEntry entry : refinement.dropped()) {
                if (!pins.normal().contains(entry.name())) {
                    dropped.add(new LedgerEntry(
                            judged[entry.image()],
                            entry.name(),
                            entry.score(),
                            dropped.size() + 1,
                            entry.round(),
                            entry.reason()));
                }
            }
            List<Integer> kept = kept();
            return new Refinement(
                    kept, dropped, scores(), selection(kept), patches(), refinement.pollution(), List.of());
        }

        /** They were not judged again: they stand with the highest score that any other image has. */
        private List<LedgerEntry> confirmed() {
            List<LedgerEntry> entries = new ArrayList<>();
            IntStream.range(0, pool.size())
                    .boxed()
                    .filter(image -> pins.defective().contains(pool.name(image)))
                    .sorted(Comparator.comparing(pool::name))
                    .forEach(image -> entries.add(new LedgerEntry(
                            image, pool.name(image), highest, entries.size() + 1, 1, Reason.CONFIRMED_BY_OPERATOR)));
            return entries;
        }

        private List<Integer> kept() {
            List<Integer> kept = new ArrayList<>();
            refinement.kept().forEach(image -> kept.add(judged[image]));
            refinement.dropped().stream()
                    .filter(entry -> pins.normal().contains(entry.name()))
                    .forEach(entry -> kept.add(judged[entry.image()]));
            Collections.sort(kept);
            return kept;
        }

        private List<Double> scores() {
            if (refinement.scores().isEmpty()) {
                return List.of();
            }
            List<Double> scores = new ArrayList<>(Collections.nCopies(pool.size(), highest));
            for (int i = 0; i < judged.length; i++) {
                scores.set(judged[i], refinement.scores().get(i));
            }
            return scores;
        }

        private List<PatchLedgerEntry> patches() {
            return refinement.droppedPatches().stream()
                    .map(entry -> entry.of(judged[entry.image()]))
                    .toList();
        }

        /** Patches of the strategy's own kept images as it chose; all patches of those that a person put back. */
        private PatchSelection selection(List<Integer> kept) {
            PatchSelection chosen = refinement.selection();
            if (chosen == PatchSelection.ALL) {
                return chosen;
            }
            Map<Integer, Integer> own = new HashMap<>();
            for (int i = 0; i < refinement.kept().size(); i++) {
                own.put(judged[refinement.kept().get(i)], i);
            }
            int[] before =
                    kept.stream().mapToInt(image -> own.getOrDefault(image, -1)).toArray();
            return new Moved(chosen, before);
        }
    }

    /** A selection whose images moved; -1 stands for one that it does not know and keeps whole. */
    private record Moved(PatchSelection chosen, int[] before) implements PatchSelection {
        @Override
        public boolean keeps(int image, int patch) {
            return before[image] < 0 || chosen.keeps(before[image], patch);
        }

        @Override
        public boolean weighted() {
            return chosen.weighted();
        }

        @Override
        public float weight(int image, int patch) {
            return before[image] < 0 ? 1 : chosen.weight(before[image], patch);
        }
    }
}
