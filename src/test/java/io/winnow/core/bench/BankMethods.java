package io.winnow.core.bench;

import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.detector.PatchCoreSettings;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.index.GreedyKCenter;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/** PatchCore with exact search, which counts its fits and gives up after a number of them. */
public final class BankMethods implements Methods {
    final AtomicInteger fits = new AtomicInteger();
    final AtomicInteger refinements = new AtomicInteger();
    int fitsBeforeCancel = Integer.MAX_VALUE;

    private final PatchCoreTrainer trainer = new PatchCoreTrainer(
            new ExactIndexFactory(), new GreedyKCenter(), PatchCoreSettings.DEFAULT.withNeighbours(1));

    @Override
    public List<String> detectors() {
        return List.of("bank");
    }

    @Override
    public List<String> strategies() {
        return List.of("none", "perfect", "head");
    }

    @Override
    public DetectorTrainer detector(String name, BackboneManifest backbone) {
        return new DetectorTrainer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public AnomalyDetector fit(PoolEmbeddings pool, long seed, Progress progress) {
                if (fits.incrementAndGet() > fitsBeforeCancel) {
                    throw new CancellationException("enough");
                }
                return trainer.fit(pool, seed, progress);
            }
        };
    }

    @Override
    public String describeDetector(String name, BackboneManifest backbone) {
        return name;
    }

    @Override
    public Strategy strategy(String name, BackboneManifest backbone) {
        return switch (name) {
            case "none" -> Strategies.NONE;
            case "perfect" -> Strategies.PERFECT;
            default -> new Head();
        };
    }

    @Override
    public String version() {
        return "test";
    }

    /** Drops the first images of the pool. */
    private final class Head implements Strategy {
        @Override
        public String name() {
            return "head";
        }

        @Override
        public String description() {
            return "head";
        }

        @Override
        public boolean nested() {
            return true;
        }

        @Override
        public Refined refine(Task task, Progress progress) {
            refinements.incrementAndGet();
            int[] dropped = new int[task.dropCount()];
            for (int i = 0; i < dropped.length; i++) {
                dropped[i] = i;
            }
            return new Refined(dropped, 0, (seed, fitProgress) -> {
                throw new IllegalStateException("the bench fits on whole images itself");
            });
        }
    }
}
