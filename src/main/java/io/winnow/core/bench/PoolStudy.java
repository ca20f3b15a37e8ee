package io.winnow.core.bench;

import io.winnow.core.Progress;
import io.winnow.core.dataset.LabelledImage;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.feature.PoolEmbeddings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All cells of one polluted pool and one detector. Used by one thread.
 *
 * <p>What cells share is worked out once: a nested strategy runs at the largest ratio only, detectors that would be fitted on
 * the same images are judged once, and all that begins with a detector of the whole pool shares that detector.
 */
final class PoolStudy {
    private final StudyContext context;
    private final PollutionDraw draw;
    private final PollutedPool pool;
    private final String detector;
    private final long seed;

    /** The cells of a pool that differ in strategy and ratio only. */
    PoolStudy(StudyContext context, PollutionDraw draw, double pollution, String detector, long seed) {
        this.context = context;
        this.draw = draw;
        this.pool = draw.pool(pollution);
        this.detector = detector;
        this.seed = seed;
    }

    /** Announces the steps of some cells. */
    static void announce(StudyContext context, List<CellKey> cells) {
        Set<String> ranked = new HashSet<>();
        boolean untouched = false;
        for (CellKey key : cells) {
            Strategy strategy = context.methods().strategy(key.strategy(), context.backbone());
            if (key.refinementRatio() == 0) {
                // At ratio 0 all strategies are the same.
                context.schedule().plan(judging(context, key.detector()), untouched ? 0 : 1);
                untouched = true;
            } else if (!strategy.nested()) {
                context.schedule().plan(refiningAndJudging(context, strategy, key.detector()), 1);
            } else {
                context.schedule().plan(judging(context, key.detector()), 1);
                context.schedule()
                        .plan(refining(context, strategy, key.detector()), ranked.add(key.strategy()) ? 1 : 0);
            }
        }
    }

    /** Computes some cells, or takes them from the cache. */
    List<Cell> run(List<CellKey> keys) throws IOException {
        try (Trainer trainer = new Trainer()) {
            WholePool whole = beginWithWholePool(keys, trainer);
            // A memory bank may be most of what this machine has: free it before the next is built.
            trainer.forgetWholePool();
            List<Cell> cells = new ArrayList<>();
            for (CellKey key : keys) {
                cells.add(cell(key, outcomes(key, whole, trainer)));
            }
            return cells;
        }
    }

    private record Outcomes(RefinementOutcome refinement, EvaluationOutcome evaluation) {}

    /**
     * What begins with a detector of the whole pool.
     *
     * @param untouched how that detector does, where a cell wants to know
     * @param rankings what nested strategies drop at the largest ratio, by strategy
     */
    private record WholePool(Optional<EvaluationOutcome> untouched, Map<String, RefinementOutcome> rankings) {}

    private WholePool beginWithWholePool(List<CellKey> keys, Trainer trainer) throws IOException {
        boolean wanted = keys.stream().anyMatch(key -> key.refinementRatio() == 0);
        Optional<EvaluationOutcome> untouched = wanted ? Optional.of(judgeKept(List.of(), trainer)) : Optional.empty();
        Map<String, RefinementOutcome> rankings = new HashMap<>();
        for (CellKey key : keys) {
            Strategy strategy = strategy(key);
            if (key.refinementRatio() > 0 && strategy.nested() && !rankings.containsKey(key.strategy())) {
                rankings.put(key.strategy(), rank(strategy, trainer));
            }
        }
        return new WholePool(untouched, rankings);
    }

    private Outcomes outcomes(CellKey key, WholePool whole, Trainer trainer) throws IOException {
        if (key.refinementRatio() == 0) {
            return new Outcomes(
                    new RefinementOutcome(List.of(), 0, 0), whole.untouched().orElseThrow());
        }
        RefinementOutcome ranking = whole.rankings().get(key.strategy());
        if (ranking == null) {
            return refineAndJudge(strategy(key), key.refinementRatio(), trainer);
        }
        int count = (int) Math.round(key.refinementRatio() * pool.images().size());
        List<String> head =
                ranking.dropped().subList(0, Math.min(count, ranking.dropped().size()));
        return new Outcomes(new RefinementOutcome(head, 0, ranking.seconds()), judgeKept(head, trainer));
    }

    /** Runs a nested strategy at the largest ratio of the plan: what it drops at smaller ones is the head of that. */
    private RefinementOutcome rank(Strategy strategy, Trainer trainer) throws IOException {
        double ratio = context.plan().largestRefinement();
        String cacheKey = refinementKey(strategy, ratio);
        Schedule.Kind kind = refining(context, strategy, detector);
        Optional<RefinementOutcome> known = context.cache().find(cacheKey, RefinementOutcome.class);
        if (known.isPresent()) {
            context.schedule().skip(kind, 1);
            return known.get();
        }
        long start = System.nanoTime();
        RefinementOutcome outcome =
                outcome(refine(strategy, ratio, trainer, context.schedule().within(kind)), start);
        context.cache().store(cacheKey, outcome);
        context.schedule().finish(kind, secondsSince(start));
        return outcome;
    }

    /** Runs a strategy at one ratio and fits what it left, patches and weights included. */
    private Outcomes refineAndJudge(Strategy strategy, double ratio, Trainer trainer) throws IOException {
        String refinementKey = refinementKey(strategy, ratio);
        String evaluationKey = context.cacheKey("evaluation of %s on %s".formatted(refinementKey, names(draw.test())));
        Schedule.Kind kind = refiningAndJudging(context, strategy, detector);
        Optional<RefinementOutcome> refinement = context.cache().find(refinementKey, RefinementOutcome.class);
        Optional<EvaluationOutcome> evaluation = context.cache().find(evaluationKey, EvaluationOutcome.class);
        if (refinement.isPresent() && evaluation.isPresent()) {
            context.schedule().skip(kind, 1);
            return new Outcomes(refinement.get(), evaluation.get());
        }
        long start = System.nanoTime();
        Progress progress = context.schedule().within(kind);
        Strategy.Refined refined = refine(strategy, ratio, trainer, progress);
        RefinementOutcome outcome = outcome(refined, start);
        EvaluationOutcome judged = judge(fitProgress -> refined.fit().fit(seed, fitProgress), progress);
        context.cache().store(refinementKey, outcome);
        context.cache().store(evaluationKey, judged);
        context.schedule().finish(kind, secondsSince(start));
        return new Outcomes(outcome, judged);
    }

    /** Judges the detector of the pool without some of its images. */
    private EvaluationOutcome judgeKept(List<String> dropped, Trainer trainer) throws IOException {
        Set<String> gone = new HashSet<>(dropped);
        List<LabelledImage> kept = pool.images().stream()
                .filter(image -> !gone.contains(image.name()))
                .toList();
        String cacheKey = context.cacheKey("evaluation of %s seed %d on %s fitted on %s"
                .formatted(describeDetector(), seed, names(draw.test()), names(kept)));
        Schedule.Kind kind = judging(context, detector);
        Optional<EvaluationOutcome> known = context.cache().find(cacheKey, EvaluationOutcome.class);
        if (known.isPresent()) {
            context.schedule().skip(kind, 1);
            return known.get();
        }
        context.images().embedAll();
        long start = System.nanoTime();
        PoolEmbeddings keptPool = context.images().pool(kept);
        DetectorTrainer trainerOfKept = trainer.get();
        EvaluationOutcome judged = judge(
                progress -> trainerOfKept.fit(keptPool, seed, progress),
                context.schedule().within(kind));
        context.cache().store(cacheKey, judged);
        context.schedule().finish(kind, secondsSince(start));
        return judged;
    }

    private EvaluationOutcome judge(Function<Progress, AnomalyDetector> fit, Progress progress) throws IOException {
        long start = System.nanoTime();
        TestSet test = context.images().test(draw.test());
        EvaluationOutcome judged;
        try (AnomalyDetector fitted = fit.apply(progress)) {
            judged = context.judge().judge(fitted, test, progress);
        }
        return new EvaluationOutcome(
                judged.figures(), judged.undefined(), judged.threshold(), judged.examples(), secondsSince(start));
    }

    private Strategy.Refined refine(Strategy strategy, double ratio, Trainer trainer, Progress progress)
            throws IOException {
        context.images().embedAll();
        boolean[] polluted = new boolean[pool.images().size()];
        for (int i = 0; i < polluted.length; i++) {
            polluted[i] = pool.images().get(i).isDefective();
        }
        PoolEmbeddings embeddings = context.images().pool(pool.images());
        return strategy.refine(new Strategy.Task(embeddings, polluted, trainer.get(), ratio, seed), progress);
    }

    private RefinementOutcome outcome(Strategy.Refined refined, long start) {
        List<String> dropped = new ArrayList<>();
        for (int image : refined.dropped()) {
            dropped.add(pool.images().get(image).name());
        }
        return new RefinementOutcome(dropped, refined.droppedPatches(), secondsSince(start));
    }

    private Cell cell(CellKey key, Outcomes outcomes) {
        int testDefects =
                (int) draw.test().stream().filter(LabelledImage::isDefective).count();
        List<LabelledImage> polluted =
                pool.images().stream().filter(LabelledImage::isDefective).toList();
        return new Cell(
                key,
                context.dataset().layout(),
                context.plan().inputSize(context.dataset()),
                pool.images().size(),
                names(polluted),
                draw.test().size() - testDefects,
                testDefects,
                outcomes.refinement(),
                outcomes.evaluation());
    }

    private Strategy strategy(CellKey key) {
        return context.methods().strategy(key.strategy(), context.backbone());
    }

    private String refinementKey(Strategy strategy, double ratio) throws IOException {
        return context.cacheKey("refinement by %s for %s ratio %s seed %d of %s"
                .formatted(
                        strategy.description(),
                        describeDetector(),
                        strategy.usesRatio() ? ratio : "estimated",
                        seed,
                        names(pool.images())));
    }

    private String describeDetector() {
        return context.methods().describeDetector(detector, context.backbone());
    }

    private static List<String> names(List<LabelledImage> images) {
        return images.stream().map(LabelledImage::name).toList();
    }

    private static Schedule.Kind judging(StudyContext context, String detector) {
        return context.kind("judge " + detector);
    }

    private static Schedule.Kind refining(StudyContext context, Strategy strategy, String detector) {
        return context.kind("refine by %s for %s".formatted(strategy.name(), detector));
    }

    private static Schedule.Kind refiningAndJudging(StudyContext context, Strategy strategy, String detector) {
        return context.kind("refine by %s and judge %s".formatted(strategy.name(), detector));
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The detector's trainer, which shares the detector of the whole pool as long as that is wanted. */
    private final class Trainer implements AutoCloseable {
        private final DetectorTrainer plain = context.methods().detector(detector, context.backbone());
        private boolean wholePoolWanted = true;
        private @Nullable SharedFit shared;

        DetectorTrainer get() throws IOException {
            if (!wholePoolWanted) {
                return plain;
            }
            if (shared == null) {
                shared = new SharedFit(plain, context.images().pool(pool.images()), seed);
            }
            return shared;
        }

        void forgetWholePool() {
            wholePoolWanted = false;
            close();
        }

        @Override
        public void close() {
            if (shared != null) {
                shared.close();
            }
        }
    }
}
