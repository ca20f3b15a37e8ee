package io.winnow.app.config;

import io.winnow.app.config.StationConfiguration.Collect;
import io.winnow.core.detector.PatchCoreSettings;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.TiledExtractor;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.Tiling;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.model.Precision;
import io.winnow.core.model.RefitPlan;
import io.winnow.core.review.AuditSampler;
import io.winnow.core.station.Overload;
import io.winnow.core.station.StationSettings;
import io.winnow.core.station.Upkeep;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code stations/ID.yaml}. */
final class StationReader {
    private static final List<IndexSettings.Kind> INDEXES =
            List.of(IndexSettings.Kind.AUTO, IndexSettings.Kind.FLAT, IndexSettings.Kind.IVF_FLAT);
    private static final int LARGEST_INPUT = 4096;

    private final ConfigFile file;
    private final Set<String> strategies;
    private final Optional<Map<String, BackboneManifest>> backbones;
    private final Map<String, String> cameras;

    /**
     * @param strategies of refinement, the default first
     * @param backbones that are installed, by name; empty where that cannot be known because the site has problems
     * @param cameras that other stations have, with the file that says so; gets this one's
     */
    StationReader(
            ConfigFile file,
            Set<String> strategies,
            Optional<Map<String, BackboneManifest>> backbones,
            Map<String, String> cameras) {
        this.file = file;
        this.strategies = strategies;
        this.backbones = backbones;
        this.cameras = cameras;
    }

    /** The station; empty where the file has problems, which it then holds. */
    Optional<StationConfiguration> read() {
        Section root = file.root();
        Optional<StationId> id = id();
        Optional<String> line = root.requiredName("line");
        Optional<String> camera = root.requiredName("camera");
        line.ifPresent(at -> camera.ifPresent(name -> requireOwnCamera(root, at, name)));
        Optional<String> backbone = root.requiredText("backbone", "the name of an installed backbone", text -> text);
        Precision precision = root.choice("precision", List.of(Precision.values()), Precision::word, Precision.FLOAT32);
        ImageSize inputSize = inputSize(root.section("inputSize"));
        Optional<Tiling> tiling = tiling(root.section("tiles"), inputSize);
        backbone.ifPresent(name -> requireBackbone(root, name, inputSize, tiling));
        Optional<RegionOfInterest> region = region(root.section("region"));
        Collect collect = collect(root.section("collect"));
        Optional<RefitPlan> refit = refit(root.section("refit"), root.section("threshold"));
        PatchCoreSettings detector = detector(root.section("detector"));
        DecodeLimits limits = limits(root.section("limits"));
        Upkeep upkeep = new UpkeepReader(root).read(collect.frames());
        double auditShare = root.section("review").number("auditShare", Range.closed(0, 1), AuditSampler.DEFAULT_SHARE);
        boolean truth = root.section("evaluation").flag("truth", false);
        PromotionPolicy promotion = promotion(root.section("promotion"));
        Overload overload = root.choice("overload", List.of(Overload.values()), Overload::word, Overload.WAIT);
        file.refuseUnknownKeys();
        return file.hasProblems()
                ? Optional.empty()
                : Optional.of(new StationConfiguration(
                        id.orElseThrow(),
                        line.orElseThrow(),
                        camera.orElseThrow(),
                        backbone.orElseThrow(),
                        precision,
                        inputSize,
                        tiling,
                        region.orElseThrow(),
                        collect,
                        refit.orElseThrow(),
                        detector,
                        limits,
                        upkeep,
                        auditShare,
                        truth,
                        promotion,
                        overload));
    }

    private Optional<StationId> id() {
        String name = String.valueOf(Path.of(file.name()).getFileName());
        try {
            return Optional.of(new StationId(name.substring(0, name.lastIndexOf('.'))));
        } catch (IllegalArgumentException e) {
            file.problem(1, "is named after its station: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void requireOwnCamera(Section root, String line, String camera) {
        String other = cameras.putIfAbsent(line + "/" + camera, file.name());
        if (other != null) {
            root.problem("camera", "on line %s belongs to %s already".formatted(line, other));
        }
    }

    private void requireBackbone(Section root, String name, ImageSize inputSize, Optional<Tiling> tiling) {
        backbones.ifPresent(installed -> {
            BackboneManifest manifest = installed.get(name);
            if (manifest == null) {
                root.problem("backbone", "is not installed; installed are " + new TreeSet<>(installed.keySet()));
                return;
            }
            try {
                manifest.requireInputSize(inputSize);
            } catch (IllegalArgumentException e) {
                root.problem("inputSize", String.valueOf(e.getMessage()));
            }
            try {
                tiling.ifPresent(tiles -> TiledExtractor.requireFits(tiles, manifest));
            } catch (IllegalArgumentException e) {
                root.problem("tiles", String.valueOf(e.getMessage()));
            }
        });
    }

    private static ImageSize inputSize(Section size) {
        return new ImageSize(
                size.integer("height", 32, LARGEST_INPUT, 256), size.integer("width", 32, LARGEST_INPUT, 256));
    }

    private static Optional<Tiling> tiling(Section tiles, ImageSize input) {
        Optional<Long> side = tiles.integer("side", 32, LARGEST_INPUT, "none");
        long overlap = tiles.integer("overlap", 0L, LARGEST_INPUT / 2, 64L);
        if (side.isEmpty()) {
            return Optional.empty();
        }
        int largest = Math.max(input.height(), input.width());
        if (side.get() > largest) {
            tiles.problem("side", "must be at most %d, the larger side of inputSize".formatted(largest));
            return Optional.empty();
        }
        return tiles.build(() -> new Tiling(side.get().intValue(), (int) overlap));
    }

    private static Optional<RegionOfInterest> region(Section region) {
        Range fraction = Range.closed(0, 1);
        double left = region.number("left", fraction, 0);
        double top = region.number("top", fraction, 0);
        double right = region.number("right", fraction, 1);
        double bottom = region.number("bottom", fraction, 1);
        return region.build(() -> new RegionOfInterest(left, top, right, bottom));
    }

    private static Collect collect(Section collect) {
        return new Collect(
                collect.integer("frames", StationSettings.FEWEST_POOL_FRAMES, 1_000_000, 100),
                collect.flag("autoFit", true));
    }

    private Optional<RefitPlan> refit(Section refit, Section threshold) {
        String strategy = refit.choice(
                "strategy", strategies, word -> word, strategies.iterator().next());
        double ratio = refit.number("ratio", Range.closedOpen(0, 0.5), 0.1);
        long seed = refit.integer("seed", 0L, Long.MAX_VALUE, 1L);
        Optional<Double> fixed = threshold.optionalNumber("fixed", Range.closed(0, 1_000_000));
        double falseRejectRate = threshold.number("falseRejectRate", Range.open(0, 0.5), 0.01);
        if (fixed.isPresent() && threshold.has("falseRejectRate")) {
            threshold.problem("fixed", "contradicts threshold.falseRejectRate; give one of the two");
        }
        double calibrationShare = threshold.number("calibrationShare", Range.closed(0, 0.5), 0.25);
        OptionalDouble fixedThreshold = fixed.map(OptionalDouble::of).orElse(OptionalDouble.empty());
        return refit.build(
                () -> new RefitPlan(strategy, ratio, seed, fixedThreshold, falseRejectRate, calibrationShare));
    }

    private static PromotionPolicy promotion(Section promotion) {
        PromotionPolicy usual = PromotionPolicy.DEFAULT;
        Range share = Range.closed(0, 1);
        return new PromotionPolicy(
                promotion.choice(
                        "policy", List.of(PromotionPolicy.Mode.values()), PromotionPolicy.Mode::word, usual.mode()),
                promotion.integer("shadowFrames", 0, 1_000_000, usual.shadowFrames()),
                promotion.integer("fewestDefects", 1, 100_000, usual.fewestDefects()),
                promotion.integer("fewestNormals", 1, 100_000, usual.fewestNormals()),
                promotion.number("recallMargin", share, usual.recallMargin()),
                promotion.number("falseRejectMargin", share, usual.falseRejectMargin()),
                promotion.integer("keepVersions", 1, 1_000, usual.keepVersions()));
    }

    private static PatchCoreSettings detector(Section detector) {
        return new PatchCoreSettings(
                detector.integer("neighbours", 1, 100, PatchCoreSettings.DEFAULT.neighbours()),
                index(detector.section("index")),
                detector.number("coresetShare", Range.openClosed(0, 1), 1),
                detector.integer("reweightNeighbours", 0, 100, 0),
                false);
    }

    private static IndexSettings index(Section index) {
        IndexSettings.Kind kind = index.choice("kind", INDEXES, StationReader::word, IndexSettings.Kind.AUTO);
        int lists = automatic(index, "lists", "by size");
        int probes = automatic(index, "probes", "by recall");
        if (kind != IndexSettings.Kind.IVF_FLAT) {
            List.of("lists", "probes").stream()
                    .filter(index::has)
                    .forEach(key -> index.problem(key, "means nothing unless detector.index.kind is ivf-flat"));
        } else if (lists > 0 && probes > lists) {
            index.problem("probes", "must be at most detector.index.lists = " + lists);
        }
        return new IndexSettings(kind, lists, probes);
    }

    private static int automatic(Section index, String key, String how) {
        return index.integer(key, 1, 65_536, how).map(Math::toIntExact).orElse(0);
    }

    private static String word(IndexSettings.Kind kind) {
        return switch (kind) {
            case AUTO -> "auto";
            case FLAT -> "flat";
            case IVF_FLAT -> "ivf-flat";
        };
    }

    private static DecodeLimits limits(Section limits) {
        DecodeLimits usual = DecodeLimits.DEFAULT;
        DataSize maxBytes = limits.size(
                "maxBytes", new DataSize(1_000), new DataSize(1_000_000_000), new DataSize(usual.maxBytes()));
        return new DecodeLimits(
                Math.toIntExact(maxBytes.bytes()),
                limits.integer("maxSide", 32, 65_500, usual.maxSide()),
                limits.integer("maxPixels", 1_024L, 500_000_000L, usual.maxArea()));
    }
}
