package io.winnow.core.refinement;

import io.winnow.core.detector.ConsensusTrainer;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.detector.MahalanobisTrainer;
import io.winnow.core.detector.PatchCoreSettings;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.index.GreedyKCenter;
import java.util.List;
import java.util.stream.Stream;

/** Every strategy, on small neighbourhoods as the made-up pools are small. */
final class Strategies {
    static final PatchCoreTrainer PATCHCORE =
            new PatchCoreTrainer(new ExactIndexFactory(), new GreedyKCenter(), PatchCoreSettings.DEFAULT);
    private static final DetectorTrainer MAHALANOBIS = new MahalanobisTrainer();

    private Strategies() {}

    static List<Refiner> ofImages() {
        return List.of(
                new ScoreRefiner(new Sroc(PATCHCORE)),
                new ScoreRefiner(new RandomScores()),
                new ScoreRefiner(new CrossValidation(PATCHCORE, CrossValidation.DEFAULT_PARTS)),
                new ScoreRefiner(new Stoc(PATCHCORE, Stoc.DEFAULT_MEMBERS)),
                new ScoreRefiner(new Sroc("sroc-mahalanobis", MAHALANOBIS)),
                new ScoreRefiner(new LeaveOwnOut(PATCHCORE)),
                auto());
    }

    static Refiner auto() {
        return new AutoRefiner(new ConsensusTrainer(PATCHCORE, ConsensusTrainer.DEFAULT_BANKS), MAHALANOBIS);
    }

    static List<Refiner> all() {
        return Stream.concat(
                        ofImages().stream(),
                        java.util.stream.Stream.of(new PatchRefiner(PatchRefiner.DEFAULT_NEIGHBOURS)))
                .toList();
    }
}
