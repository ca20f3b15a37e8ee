package io.winnow.app;

import io.winnow.adapter.backbones.BackboneFolders;
import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.onnx.OnnxBackboneRuntime;
import io.winnow.adapter.onnx.OnnxSettings;
import io.winnow.adapter.onnx.OnnxSettings.Provider;
import io.winnow.adapter.onnx.quantise.OnnxBackboneQuantiser;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.app.config.SiteConfiguration.FallBack;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.BackboneStore;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.health.Execution;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.model.OwnBackbones;
import io.winnow.core.station.FrameReader;
import io.winnow.core.station.StationBackbones;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Opens each backbone once, however many stations use it. Opened by one thread, looked at by others, closed at the end. */
final class Backbones implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Backbones.class.getName());

    private static final int SMALL_SIDE = 64;

    private final Path models;
    private final SiteConfiguration.Inference settings;
    private final Map<String, FeatureExtractor> open = new ConcurrentSkipListMap<>();
    private final Map<String, Path> files = new ConcurrentSkipListMap<>();
    private final Set<String> degraded = new ConcurrentSkipListSet<>();

    Backbones(Path models, SiteConfiguration.Inference settings) {
        this.models = models;
        this.settings = settings;
    }

    /** The folder of the backbones that the product brings along. */
    static Path builtIn() {
        return Path.of(System.getProperty("winnow.home", "."), "models");
    }

    /** The folder that commands add backbones to: {@code WINNOW_MODELS}, or the built-in one. */
    static Path own(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("WINNOW_MODELS", builtIn().toString()));
    }

    /** The backbones of a folder, and those that the product brings along. */
    static BackboneStore store(Path own, OnnxSettings settings) {
        return new BackboneFolders(List.of(own, builtIn()), () -> new OnnxBackboneRuntime(settings));
    }

    /** Installed backbones by name, for checking configuration. */
    static Map<String, BackboneManifest> installed(Path models) {
        try {
            return store(models, OnnxSettings.CPU).list().stream()
                    .collect(Collectors.toMap(BackboneManifest::name, Function.identity()));
        } catch (UnusableBackboneException e) {
            throw UsageException.because(e);
        }
    }

    FeatureExtractor named(String name) {
        FeatureExtractor known = open.get(name);
        if (known != null) {
            return known;
        }
        FeatureExtractor opened = open(name);
        open.put(name, opened);
        return opened;
    }

    /** Tries the configured providers in their order, as far as the policy lets it step down; a step down is said loudly. */
    private FeatureExtractor open(String name) {
        UnusableBackboneException first = new UnusableBackboneException("no execution provider is configured");
        for (int i = 0; i < settings.providers().size(); i++) {
            String provider = settings.providers().get(i);
            try {
                BackboneStore store = store(models, onnx(provider));
                files.put(name, store.find(name).file());
                FeatureExtractor opened = store.open(name);
                if (i > 0) {
                    steppedDown(name, provider, first);
                }
                return opened;
            } catch (UnusableBackboneException e) {
                first = i == 0 ? e : first;
                if (settings.fallBack() == FallBack.REFUSE) {
                    throw new UsageException(
                            "backbone %s cannot run on %s, the first of inference.providers, and inference.fallBack is refuse: %s"
                                    .formatted(name, provider, e.getMessage()),
                            e);
                }
            }
        }
        throw new UsageException(
                "backbone %s runs on none of %s: %s".formatted(name, settings.providers(), first.getMessage()), first);
    }

    private void steppedDown(String name, String provider, UnusableBackboneException why) {
        degraded.add(name);
        LOG.log(
                System.Logger.Level.WARNING,
                "backbone {0} runs on {1} instead of {2}: {3}",
                name,
                provider,
                settings.providers().get(0),
                why.getMessage());
    }

    /** Backbones that do not run on the first of the configured providers. */
    Set<String> degraded() {
        return Collections.unmodifiableSet(degraded);
    }

    /** What makes and opens a station's own backbones; integers are for the CPU, whatever else runs on. */
    OwnBackbones ownOf(FrameReader reader) {
        String name = reader.backbone().manifest().name();
        Path file = files.get(name);
        if (file == null) {
            throw new IllegalStateException("backbone %s is not open, there are %s".formatted(name, files.keySet()));
        }
        return new StationBackbones(
                reader,
                file,
                new OnnxBackboneQuantiser(settings.threads().orElse(0), OnnxBackboneQuantiser.TARGET),
                new OnnxBackboneRuntime(onnx("cpu")));
    }

    private OnnxSettings onnx(String provider) {
        return new OnnxSettings(
                Provider.valueOf(provider.toUpperCase(Locale.ROOT)),
                settings.device(),
                settings.threads().orElse(0),
                settings.tensorRt());
    }

    /** Runs a small black image through one, and says what really ran it. */
    static Execution probe(String name, FeatureExtractor backbone) {
        int multiple = backbone.manifest().sizeMultiple();
        int side = (SMALL_SIDE + multiple - 1) / multiple * multiple;
        backbone.extract(new InputTensor(new ImageSize(side, side)));
        return new Execution(name, backbone.executionProvider(), backbone.operationsByProvider());
    }

    /** Those that are open, by name. */
    Map<String, FeatureExtractor> opened() {
        return Collections.unmodifiableMap(open);
    }

    /** What really runs the open backbones. */
    String description() {
        return open.entrySet().stream()
                .map(each -> each.getKey() + " on " + each.getValue().executionProvider())
                .sorted()
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        open.values().forEach(FeatureExtractor::close);
    }
}
