package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IndexFactory;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.NearestNeighborIndex;
import io.winnow.core.index.Neighbors;
import io.winnow.core.index.VectorSource;
import io.winnow.core.refinement.LedgerEntry.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A guard for rare normals around another strategy: of what that drops, images that look alike are put into groups, so that a
 * person sees each group once before it goes. It changes no verdict. Thread-safe.
 *
 * <p>Two dropped images look alike when each one's most anomalous patch is found in the other about as closely as the kept images
 * find theirs in each other: within the median of the kept images' scores. A group is what such pairs connect, three images at
 * least; fewer happen by chance.
 */
public final class GuardedRefiner implements Refiner {
    private static final int SMALLEST_GROUP = 3;
    /** Kept images whose scores give the median; more would cost time and hardly move it. */
    private static final int KEPT_SAMPLE = 60;

    private final Refiner guarded;
    private final DetectorTrainer patchCore;
    private final IndexFactory indexes;

    /**
     * @param guarded the strategy
     * @param patchCore fits the detector whose most anomalous patches are compared; distances of single patches, not scaled
     * @param indexes searches for a patch in an image
     */
    public GuardedRefiner(Refiner guarded, DetectorTrainer patchCore, IndexFactory indexes) {
        this.guarded = guarded;
        this.patchCore = patchCore;
        this.indexes = indexes;
    }

    @Override
    public String name() {
        return guarded.name();
    }

    @Override
    public Refinement refine(PoolEmbeddings pool, RefinementPlan plan, Progress progress) {
        Refinement refinement = guarded.refine(pool, plan, progress);
        if (refinement.dropped().size() < SMALLEST_GROUP || refinement.kept().size() < 2) {
            return refinement;
        }
        // By name, so that nothing depends on the order of the pool.
        NameOrder order = NameOrder.of(pool);
        Set<Integer> dropped = new HashSet<>();
        refinement.dropped().forEach(entry -> dropped.add(entry.image()));
        int[] gone = positions(order, pool.size(), true, dropped);
        int[] kept = positions(order, pool.size(), false, dropped);

        FloatMatrix worst = FloatMatrix.zeros(gone.length, pool.patches(0).dimension());
        double limit;
        try (AnomalyDetector detector = patchCore.fit(order.pool().subset(kept), plan.seed(), progress)) {
            limit = medianScore(detector, order.pool(), kept, progress);
            for (int i = 0; i < gone.length; i++) {
                PatchEmbeddings patches = order.pool().patches(gone[i]);
                float[] row = new float[worst.columns()];
                patches.vectors().row(worstPatch(detector.detect(patches).map()), row);
                worst.setRow(i, row);
            }
        }
        boolean[][] alike = alike(order.pool(), gone, worst, limit, progress);
        List<LookAlikes> groups = groups(alike).stream()
                .map(group -> new LookAlikes(group.stream()
                        .map(i -> order.original(gone[i]))
                        .sorted()
                        .toList()))
                .toList();
        return refinement.withGroups(flagged(refinement.dropped(), groups), groups);
    }

    private static int[] positions(NameOrder order, int size, boolean wanted, Set<Integer> dropped) {
        return IntStream.range(0, size)
                .filter(image -> dropped.contains(order.original(image)) == wanted)
                .toArray();
    }

    private static double medianScore(AnomalyDetector detector, PoolEmbeddings pool, int[] kept, Progress progress) {
        int step = Math.max(1, kept.length / KEPT_SAMPLE);
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < kept.length; i += step) {
            progress.advance("find look-alikes", i, kept.length);
            scores.add(detector.scoreLeavingOut(pool.patches(kept[i]), i));
        }
        return scores.stream().sorted().skip(scores.size() / 2).findFirst().orElseThrow();
    }

    private static int worstPatch(AnomalyMap map) {
        float[] scores = map.toArray();
        return IntStream.range(0, scores.length)
                .reduce((a, b) -> scores[b] > scores[a] ? b : a)
                .orElseThrow();
    }

    /** Whether each of two images' worst patches is found in the other. */
    private boolean[][] alike(PoolEmbeddings pool, int[] gone, FloatMatrix worst, double limit, Progress progress) {
        boolean[][] found = new boolean[gone.length][gone.length];
        for (int j = 0; j < gone.length; j++) {
            progress.advance("compare look-alikes", j, gone.length);
            VectorSource own = VectorSource.of(pool.patches(gone[j]).vectors());
            try (NearestNeighborIndex index = indexes.build(own, IndexSettings.FLAT, 0, Progress.NONE)) {
                Neighbors nearest = index.search(worst, 1);
                for (int i = 0; i < gone.length; i++) {
                    found[i][j] = nearest.distance(i, 0) <= limit;
                }
            }
        }
        boolean[][] alike = new boolean[gone.length][gone.length];
        for (int i = 0; i < gone.length; i++) {
            for (int j = 0; j < gone.length; j++) {
                alike[i][j] = i != j && found[i][j] && found[j][i];
            }
        }
        return alike;
    }

    /** Connected components of at least three. */
    private static List<List<Integer>> groups(boolean[][] alike) {
        boolean[] seen = new boolean[alike.length];
        List<List<Integer>> groups = new ArrayList<>();
        for (int start = 0; start < alike.length; start++) {
            if (!seen[start]) {
                List<Integer> group = new ArrayList<>(List.of(start));
                seen[start] = true;
                for (int next = 0; next < group.size(); next++) {
                    boolean[] near = alike[group.get(next)];
                    for (int other = 0; other < near.length; other++) {
                        if (near[other] && !seen[other]) {
                            seen[other] = true;
                            group.add(other);
                        }
                    }
                }
                if (group.size() >= SMALLEST_GROUP) {
                    groups.add(group);
                }
            }
        }
        return groups;
    }

    private static List<LedgerEntry> flagged(List<LedgerEntry> dropped, List<LookAlikes> groups) {
        Set<Integer> suspects = new HashSet<>();
        groups.forEach(group -> suspects.addAll(group.images()));
        return dropped.stream()
                .map(entry -> suspects.contains(entry.image()) && entry.reason() != Reason.CONFIRMED_BY_OPERATOR
                        ? entry.because(Reason.RARE_NORMAL_SUSPECT)
                        : entry)
                .toList();
    }
}
