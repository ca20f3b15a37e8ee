package io.winnow.app;

import io.winnow.core.detector.ConsensusTrainer;
import io.winnow.core.detector.MahalanobisTrainer;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.index.IndexFactory;
import io.winnow.core.model.RefitPlan;
import io.winnow.core.refinement.AutoRefiner;
import io.winnow.core.refinement.CrossValidation;
import io.winnow.core.refinement.GuardedRefiner;
import io.winnow.core.refinement.KeepAll;
import io.winnow.core.refinement.LeaveOwnOut;
import io.winnow.core.refinement.PatchRefiner;
import io.winnow.core.refinement.RandomScores;
import io.winnow.core.refinement.Refiner;
import io.winnow.core.refinement.ScoreRefiner;
import io.winnow.core.refinement.Sroc;
import io.winnow.core.refinement.Stoc;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The refinement strategies that stations can use, by name, the default first. */
final class Strategies {
    /** s of the SROC paper, section 4.2. */
    private static final int PARTS = 5;

    /** Makes a strategy that judges with a station's own detector. */
    private interface Maker {
        Refiner make(PatchCoreTrainer trainer, IndexFactory indexes);
    }

    private static final Map<String, Maker> TABLE = table();

    private Strategies() {}

    private static Map<String, Maker> table() {
        Map<String, Maker> table = new LinkedHashMap<>();
        table.put("sroc", (trainer, indexes) -> new ScoreRefiner(new Sroc(trainer)));
        table.put(RefitPlan.AUTO, Strategies::auto);
        table.put("leave-own-out", (trainer, indexes) -> new ScoreRefiner(new LeaveOwnOut(trainer)));
        table.put(
                "sroc-mahalanobis",
                (trainer, indexes) -> new ScoreRefiner(new Sroc("sroc-mahalanobis", new MahalanobisTrainer())));
        table.put(
                "patches",
                (trainer, indexes) -> new PatchRefiner(trainer.settings().neighbours()));
        table.put("cross-validation", (trainer, indexes) -> new ScoreRefiner(new CrossValidation(trainer, PARTS)));
        table.put("stoc", (trainer, indexes) -> new ScoreRefiner(new Stoc(trainer, PARTS)));
        table.put("random", (trainer, indexes) -> new ScoreRefiner(new RandomScores()));
        table.put("none", (trainer, indexes) -> new KeepAll());
        return Collections.unmodifiableMap(table);
    }

    /** Estimates how much to drop, and flags dropped images that look alike as a possible rare normal. */
    private static Refiner auto(PatchCoreTrainer trainer, IndexFactory indexes) {
        Refiner judges = new AutoRefiner(
                new ConsensusTrainer(trainer, ConsensusTrainer.DEFAULT_BANKS), new MahalanobisTrainer());
        return new GuardedRefiner(judges, trainer, indexes);
    }

    static Set<String> names() {
        return TABLE.keySet();
    }

    /** Strategies that judge with a station's own detector. */
    static Refiner by(String name, PatchCoreTrainer trainer, IndexFactory indexes) {
        @Nullable Maker maker = TABLE.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("refit strategy = '%.40s' must be one of %s".formatted(name, names()));
        }
        return maker.make(trainer, indexes);
    }
}
