package io.winnow.app;

import io.winnow.core.bench.Methods;
import io.winnow.core.bench.RefinerStrategy;
import io.winnow.core.bench.RefinerStrategy.Kind;
import io.winnow.core.bench.Strategies;
import io.winnow.core.bench.Strategy;
import io.winnow.core.detector.ConsensusTrainer;
import io.winnow.core.detector.DetectorTrainer;
import io.winnow.core.detector.MahalanobisTrainer;
import io.winnow.core.detector.PadimTrainer;
import io.winnow.core.detector.PatchCoreSettings;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.detector.SpadeTrainer;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.index.CoresetSampler;
import io.winnow.core.index.IndexFactory;
import io.winnow.core.refinement.AutoRefiner;
import io.winnow.core.refinement.CrossValidation;
import io.winnow.core.refinement.LeaveOwnOut;
import io.winnow.core.refinement.PatchRefiner;
import io.winnow.core.refinement.PoolScorer;
import io.winnow.core.refinement.RandomScores;
import io.winnow.core.refinement.Refiner;
import io.winnow.core.refinement.ScoreRefiner;
import io.winnow.core.refinement.Sroc;
import io.winnow.core.refinement.Stoc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The detectors and strategies of the SROC paper and those beyond it, by name. Thread-safe. */
final class BenchMethods implements Methods {
    private static final double CORESET_SHARE = 0.1;
    private static final String PATCHCORE = "patchcore";
    private static final String CORESET = "patchcore-coreset";
    private static final String MAHALANOBIS = "mahalanobis";

    private static final String CONSENSUS = "patchcore-consensus";
    private static final String AUTO = "auto";
    private static final String AUTO_ESTIMATED = "auto-estimated";

    private static final List<String> DETECTORS = List.of(PATCHCORE, CORESET, CONSENSUS, MAHALANOBIS, "padim", "spade");
    private static final Map<String, Strategy> STRATEGIES = strategyTable();

    private final IndexFactory indexes;
    private final CoresetSampler sampler;

    BenchMethods(IndexFactory indexes, CoresetSampler sampler) {
        this.indexes = indexes;
        this.sampler = sampler;
    }

    static List<String> detectorNames() {
        return DETECTORS;
    }

    static List<String> strategyNames() {
        return Stream.concat(STRATEGIES.keySet().stream(), Stream.of(AUTO, AUTO_ESTIMATED))
                .toList();
    }

    @Override
    public List<String> detectors() {
        return detectorNames();
    }

    @Override
    public List<String> strategies() {
        return strategyNames();
    }

    @Override
    public DetectorTrainer detector(String name, BackboneManifest backbone) {
        return switch (name) {
            case PATCHCORE, CORESET -> new PatchCoreTrainer(indexes, sampler, patchCore(name, backbone));
            case CONSENSUS -> consensus(backbone);
            case MAHALANOBIS -> new MahalanobisTrainer();
            case "padim" -> new PadimTrainer();
            case "spade" -> new SpadeTrainer(indexes, SpadeTrainer.DEFAULT_NEIGHBOURS);
            default -> throw new IllegalArgumentException("detector %s: choose from %s".formatted(name, DETECTORS));
        };
    }

    @Override
    public String describeDetector(String name, BackboneManifest backbone) {
        return name.startsWith(PATCHCORE) ? name + " " + patchCore(name, backbone) : name;
    }

    @Override
    public Strategy strategy(String name, BackboneManifest backbone) {
        if (name.equals(AUTO) || name.equals(AUTO_ESTIMATED)) {
            Kind kind = name.equals(AUTO) ? Kind.EACH_RATIO : Kind.ESTIMATED;
            Refiner refiner = new AutoRefiner(consensus(backbone), new MahalanobisTrainer());
            return new RefinerStrategy(name, name + " with patches, one scene or several", kind, detector -> refiner);
        }
        Strategy strategy = STRATEGIES.get(name);
        if (strategy == null) {
            throw new IllegalArgumentException("strategy %s: choose from %s".formatted(name, strategyNames()));
        }
        return strategy;
    }

    @Override
    public String version() {
        return "%s, %s".formatted(indexes.name(), sampler.name());
    }

    private ConsensusTrainer consensus(BackboneManifest backbone) {
        return new ConsensusTrainer(
                new PatchCoreTrainer(indexes, sampler, patchCore(PATCHCORE, backbone)), ConsensusTrainer.DEFAULT_BANKS);
    }

    private static PatchCoreSettings patchCore(String name, BackboneManifest backbone) {
        PatchCoreSettings settings = PatchCoreSettings.DEFAULT.withStandardise(backbone.standardise());
        return name.equals(CORESET) ? settings.withCoresetShare(CORESET_SHARE) : settings;
    }

    private static Map<String, Strategy> strategyTable() {
        Map<String, Strategy> table = new LinkedHashMap<>();
        for (Strategy strategy : List.of(
                Strategies.NONE,
                Strategies.PERFECT,
                scored("random", detector -> new RandomScores()),
                scored("sroc", Sroc::new),
                scored("cross-validation", detector -> new CrossValidation(detector, CrossValidation.DEFAULT_PARTS)),
                scored("stoc", detector -> new Stoc(detector, Stoc.DEFAULT_MEMBERS)),
                scored("sroc-mahalanobis", detector -> new Sroc("sroc-mahalanobis", new MahalanobisTrainer())),
                scored("leave-own-out", LeaveOwnOut::new),
                scored("leave-own-out-mahalanobis", detector -> new LeaveOwnOut(new MahalanobisTrainer())),
                new RefinerStrategy(
                        "patches",
                        "patches",
                        Kind.EACH_RATIO,
                        detector -> new PatchRefiner(PatchRefiner.DEFAULT_NEIGHBOURS)))) {
            table.put(strategy.name(), strategy);
        }
        return table;
    }

    private static Strategy scored(String name, Function<DetectorTrainer, PoolScorer> scorer) {
        return new RefinerStrategy(name, name, Kind.ONE_RANKING, detector -> new ScoreRefiner(scorer.apply(detector)));
    }
}
