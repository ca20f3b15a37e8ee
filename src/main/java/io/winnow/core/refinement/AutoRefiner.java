package io.winnow.core.refinement;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.Detection;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The default strategy, beyond the paper. Three views judge every image as if it had not been in the pool:
 *
 * <ol>
 *   <li>the highest patch score of a detector that a repeated defect does not fool (see {@code ConsensusTrainer}),
 *   <li>the same detector's patch scores, each divided by the median that the pool has at its place, the highest eighth averaged:
 *       it forgives places that are always busy,
 *   <li>a detector of whole images (Mahalanobis), which sees what no single patch shows.
 * </ol>
 *
 * <p>Their ranks are averaged. The most anomalous fifth is then set aside, the detectors are fitted anew on the rest, and every
 * image is judged again, so that a wrongly suspected one comes back and a hidden one comes out. Then the most anomalous images
 * go, and of those that stay the most anomalous tenth of the patches by the first view: a defect that hides among the kept images
 * is a few patches of them.
 *
 * <p>All this takes the pool to show one scene. Where its images differ in kind, half of them by more than {@link #MANIFOLD} in
 * their typical patch score, rare normals outscore defects, and to drop them was measured to cost more than the defects do. From
 * such a pool only what the first round's estimate counts as defective goes, by the first view, at most the ratio, and no patches.
 *
 * <p>Without a ratio the pollution is estimated from both rounds' scores, and as much is dropped as lies halfway between the
 * estimate and the upper end of its interval, at most 40 %: a defect left in the pool was measured to cost more than a normal
 * image lost. Thread-safe.
 */
public final class AutoRefiner implements Refiner {
    private static final int ROUNDS = 2;
    private static final double SET_ASIDE = 0.2;
    private static final double MOST_DROPPED = 0.4;
    private static final double PATCHES_LEFT_OUT = 0.1;
    private static final int PATCHES_AVERAGED = 8;
    /** Upper over lower quartile of the images' median patch scores from which on a pool shows several scenes. */
    private static final double MANIFOLD = 2;

    private static final int MINIMUM_POOL = 3;

    /**
     * One round's judgement of a pool.
     *
     * @param views three scores of every image
     * @param maps {@code [image][patch]}, scores of every image's patches
     */
    private record Judgement(List<double[]> views, float[][] maps) {}

    private final DetectorTrainer patches;
    private final DetectorTrainer images;

    /**
     * @param patches a detector of patches, hard to fool by repeated defects
     * @param images a detector of whole images
     */
    public AutoRefiner(DetectorTrainer patches, DetectorTrainer images) {
        this.patches = patches;
        this.images = images;
    }

    @Override
    public String name() {
        return "auto";
    }

    @Override
    public Refinement refine(PoolEmbeddings pool, RefinementPlan plan, Progress progress) {
        NameOrder order = NameOrder.of(pool);
        if (plan.ratio().isPresent() && Ranking.count(plan.ratio().getAsDouble(), pool.size()) == 0) {
            return Refinement.unchanged(pool.size());
        }
        if (pool.size() < MINIMUM_POOL) {
            throw new IllegalArgumentException("pool holds %d images, refinement by %s needs at least %d"
                    .formatted(pool.size(), name(), MINIMUM_POOL));
        }
        int[] everything = IntStream.range(0, pool.size()).toArray();
        Judgement first = judge(order.pool(), everything, plan.seed(), progress);
        return isManifold(first.maps())
                ? refineManifold(order, first, plan)
                : refineOneScene(order, judgeAgain(order.pool(), first, plan.seed(), progress), plan);
    }

    /** All rounds' judgements of a pool that shows one scene. */
    private List<Judgement> judgeAgain(PoolEmbeddings pool, Judgement first, long seed, Progress progress) {
        List<Judgement> rounds = new ArrayList<>(List.of(first));
        for (int round = 1; round < ROUNDS; round++) {
            double[] ranks = meanRanks(rounds.get(round - 1).views());
            int[] trusted = Ranking.of(ranks).last(Ranking.keeping(SET_ASIDE, pool.size()));
            rounds.add(judge(pool, trusted, seed + round, progress));
        }
        return rounds;
    }

    private static Refinement refineOneScene(NameOrder order, List<Judgement> rounds, RefinementPlan plan) {
        Optional<PollutionEstimate> estimate =
                plan.ratio().isPresent() ? Optional.empty() : Optional.of(estimate(rounds, plan));
        double share = estimate.map(AutoRefiner::shareToDrop)
                .orElseGet(() -> plan.ratio().orElse(0));
        Judgement last = rounds.get(rounds.size() - 1);
        Refinement images = dropping(order, meanRanks(last.views()), share, rounds.size());
        float[][] maps = order.original(last.maps());
        float[][] kept = images.kept().stream().map(image -> maps[image]).toArray(float[][]::new);
        Refinement refinement = images.without(new SuspiciousPatches(kept, PATCHES_LEFT_OUT), rounds.size());
        return estimate.map(refinement::withPollution).orElse(refinement);
    }

    private static Refinement refineManifold(NameOrder order, Judgement only, RefinementPlan plan) {
        PollutionEstimate estimate = estimate(List.of(only), plan);
        double share = Math.min(estimate.share(), plan.ratio().orElse(MOST_DROPPED));
        return dropping(order, only.views().get(0), share, 1).withPollution(estimate);
    }

    private static PollutionEstimate estimate(List<Judgement> rounds, RefinementPlan plan) {
        return PollutionEstimator.estimate(rounds.stream().map(Judgement::views).toList(), plan.audit(), plan.seed());
    }

    private static Refinement dropping(NameOrder order, double[] scores, double share, int round) {
        int count = Ranking.count(share, scores.length);
        return ScoreRefiner.dropping(order, scores, count, round, LedgerEntry.Reason.MOST_ANOMALOUS);
    }

    private static boolean isManifold(float[][] maps) {
        double[] typical =
                Arrays.stream(maps).mapToDouble(AutoRefiner::median).sorted().toArray();
        return typical[typical.length * 3 / 4] > MANIFOLD * typical[typical.length / 4];
    }

    private static double median(float[] map) {
        float[] sorted = map.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double shareToDrop(PollutionEstimate estimate) {
        return Math.min(MOST_DROPPED, (estimate.share() + estimate.high()) / 2);
    }

    private static double[] meanRanks(List<double[]> views) {
        double[] mean = new double[views.get(0).length];
        for (double[] view : views) {
            double[] ranks = Ranking.of(view).relativeRanks();
            for (int image = 0; image < mean.length; image++) {
                mean[image] += ranks[image] / views.size();
            }
        }
        return mean;
    }

    /** Judges every image of the pool by detectors of the bank's images, each of which is left out of its own. */
    private Judgement judge(PoolEmbeddings pool, int[] bank, long seed, Progress progress) {
        double[] highest = new double[pool.size()];
        float[][] maps = new float[pool.size()][];
        double[] whole = new double[pool.size()];
        PoolEmbeddings trusted = pool.subset(bank);
        try (AnomalyDetector byPatch = patches.fit(trusted, seed, progress);
                AnomalyDetector byImage = images.fit(trusted, seed, progress)) {
            for (int image = 0; image < maps.length; image++) {
                progress.advance("judge pool", image, maps.length);
                PatchEmbeddings embeddings = pool.patches(image);
                int inBank = Arrays.binarySearch(bank, image);
                Detection detection =
                        inBank < 0 ? byPatch.detect(embeddings) : byPatch.detectLeavingOut(embeddings, inBank);
                highest[image] = detection.score();
                maps[image] = detection.map().toArray();
                whole[image] = inBank < 0 ? byImage.score(embeddings) : byImage.scoreLeavingOut(embeddings, inBank);
            }
        }
        return new Judgement(List.of(highest, relativeToPlace(maps, bank), whole), maps);
    }

    /** Mean of the highest eighth of each map's scores, each divided by the bank's median score at its place. */
    private static double[] relativeToPlace(float[][] maps, int[] bank) {
        int patches = maps[0].length;
        double[] medians = new double[patches];
        double[] column = new double[bank.length];
        for (int patch = 0; patch < patches; patch++) {
            for (int i = 0; i < bank.length; i++) {
                column[i] = maps[bank[i]][patch];
            }
            Arrays.sort(column);
            medians[patch] = Math.max(column[bank.length / 2], Float.MIN_NORMAL);
        }
        int averaged = Math.max(1, patches / PATCHES_AVERAGED);
        return Arrays.stream(maps)
                .mapToDouble(map -> IntStream.range(0, patches)
                        .mapToDouble(patch -> map[patch] / medians[patch])
                        .sorted()
                        .skip(patches - (long) averaged)
                        .average()
                        .orElseThrow())
                .toArray();
    }
}
