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
import io.winnow.core.refinement.PinnedRefiner;
import io.winnow.core.refinement.Pins;
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
        table.put(
                RefitPlan.AUTO,
                (trainer, indexes) -> new AutoRefiner(
                        new ConsensusTrainer(trainer, ConsensusTrainer.DEFAULT_BANKS), new MahalanobisTrainer()));
        table.put("sroc", (trainer, indexes) -> new ScoreRefiner(new Sroc(trainer)));
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

    static Set<String> names() {
        return TABLE.keySet();
    }

    /**
     * The strategy of that name, judging with a station's own detector, obeying what operators decided of single frames, and with
     * look-alikes among the dropped frames put into groups.
     */
    static Refiner by(String name, PatchCoreTrainer trainer, IndexFactory indexes, Pins pins) {
        @Nullable Maker maker = TABLE.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("refit strategy = '%.40s' must be one of %s".formatted(name, names()));
        }
        return new GuardedRefiner(new PinnedRefiner(maker.make(trainer, indexes), pins), trainer, indexes);
    }
}
