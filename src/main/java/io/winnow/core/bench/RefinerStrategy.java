package io.winnow.core.bench;

import io.winnow.core.Progress;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.refinement.LedgerEntry;
import io.winnow.core.refinement.Refinement;
import io.winnow.core.refinement.RefinementPlan;
import io.winnow.core.refinement.Refiner;
import java.util.function.Function;

/** A {@link Refiner} as the bench compares it. Thread-safe. */
public final class RefinerStrategy implements Strategy {
    /** How a refiner drops images. */
    public enum Kind {
        /** Ranks the pool once: what it drops at a ratio is the head of what it drops at a larger one. */
        ONE_RANKING,
        /** Drops patches, or images in several rounds: each ratio is a run of its own. */
        EACH_RATIO,
        /** Estimates how much to drop. */
        ESTIMATED
    }

    private final String name;
    private final String description;
    private final Kind kind;
    private final Function<DetectorTrainer, Refiner> refiner;

    /**
     * @param name in tables
     * @param description name and settings
     * @param refiner for a given serving detector
     */
    public RefinerStrategy(String name, String description, Kind kind, Function<DetectorTrainer, Refiner> refiner) {
        this.name = name;
        this.description = description;
        this.kind = kind;
        this.refiner = refiner;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean nested() {
        return kind == Kind.ONE_RANKING;
    }

    @Override
    public boolean usesRatio() {
        return kind != Kind.ESTIMATED;
    }

    @Override
    public Refined refine(Task task, Progress progress) {
        RefinementPlan plan = usesRatio()
                ? RefinementPlan.dropping(task.ratio(), task.seed())
                : RefinementPlan.estimating(task.seed());
        Refinement refinement = refiner.apply(task.detector()).refine(task.pool(), plan, progress);
        return new Refined(
                refinement.dropped().stream().mapToInt(LedgerEntry::image).toArray(),
                refinement.droppedPatches().size(),
                (seed, fitProgress) -> refinement.refit(task.detector(), task.pool(), seed, fitProgress));
    }
}
