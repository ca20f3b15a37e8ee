package io.winnow.app;

import io.winnow.adapter.cli.PerfCommand;
import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.faiss.CoresetTopic;
import io.winnow.adapter.faiss.SearchTopic;
import io.winnow.adapter.onnx.BatchTopic;
import io.winnow.adapter.onnx.OnnxBackboneRuntime;
import io.winnow.adapter.onnx.quantise.Int8Topic;
import io.winnow.adapter.report.FilePerfReports;
import io.winnow.adapter.scattering.ScatteringBackbone;
import io.winnow.app.perf.CamerasTopic;
import io.winnow.app.perf.FitTopic;
import io.winnow.app.perf.FrameTopic;
import io.winnow.app.perf.PerfBackbones;
import io.winnow.app.perf.ProcessorTime;
import io.winnow.app.perf.SizeTopic;
import io.winnow.app.perf.StartTopic;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.InstalledBackbone;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.PerfReports;
import io.winnow.core.perf.PerfTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code winnow perf} measures with. */
final class NativePerfWorkbench implements PerfCommand.Workbench {
    private static final List<String> LEVELS = List.of("layer2", "layer3");

    private final NativeBenchWorkbench backbones = new NativeBenchWorkbench();

    @Override
    public List<PerfTopic> topics(PerfCommand.Settings settings) {
        PerfBackbones opener = new Opener(settings.models(), settings.threads());
        List<PerfTopic> topics = new ArrayList<>();
        topics.add(new FrameTopic(opener, settings.threads(), settings.rounds()));
        topics.add(new CamerasTopic(opener, settings.threads()));
        topics.add(new SizeTopic(opener, settings.threads(), settings.rounds(), settings.full()));
        topics.add(new FitTopic(opener, settings.threads()));
        topics.add(
                new StartTopic(Path.of(System.getProperty("winnow.home", ".")).toAbsolutePath()));
        topics.add(new SearchTopic(settings.threads(), settings.rounds(), settings.full()));
        topics.add(new CoresetTopic(settings.full()));
        family(settings.models(), "resnet18")
                .ifPresent(file -> topics.add(new BatchTopic(file, settings.threads(), settings.rounds())));
        topics.add(new Int8Topic(quantisable(settings.models()), List.of(1, settings.threads())));
        return List.copyOf(topics);
    }

    @Override
    public List<String> machine(PerfCommand.Settings settings) {
        return List.of(
                "processor: %s, %d of them, %d threads used"
                        .formatted(processor(), Runtime.getRuntime().availableProcessors(), settings.threads()),
                "search: " + Search.open(settings.threads()).description(),
                "inference: ONNX Runtime " + OnnxBackboneRuntime.load(),
                "java: %s, winnow %s".formatted(Runtime.version(), backbones.version()));
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch"); // only Linux tells more
        }
    }

    @Override
    public PerfReports reports() {
        return new FilePerfReports();
    }

    @Override
    public long processorNanos() {
        return ProcessorTime.nanos();
    }

    private static List<InstalledBackbone> quantisable(@Nullable Path models) {
        List<InstalledBackbone> backbones = new ArrayList<>();
        for (String family : List.of("resnet18", "resnet50", "mobilenetv2")) {
            family(models, family).ifPresent(file -> {
                try {
                    backbones.add(new InstalledBackbone(NativeBenchWorkbench.manifest(file, LEVELS), file));
                } catch (IOException e) {
                    throw new UsageException("--models: %s cannot be read: %s".formatted(file, e), e);
                }
            });
        }
        return backbones;
    }

    /** The first ONNX file of a folder whose name begins so. */
    private static Optional<Path> family(@Nullable Path folder, String family) {
        if (folder == null) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return name.startsWith(family) && name.endsWith(".onnx");
                    })
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw new UsageException("--models %s cannot be read: %s".formatted(folder, e), e);
        }
    }

    private final class Opener implements PerfBackbones {
        private final @Nullable Path models;
        private final int threads;

        Opener(@Nullable Path models, int threads) {
            this.models = models;
            this.threads = threads;
        }

        @Override
        public FeatureExtractor preferred() {
            return backbones.backbone(
                    family(models, "resnet18").map(Path::toString).orElse(ScatteringBackbone.NAME), LEVELS, threads);
        }

        @Override
        public FeatureExtractor named(String family) throws PerfException {
            Path file = family(models, family)
                    .orElseThrow(() -> new PerfException(
                            "no %s at hand: give a folder that has one with --models".formatted(family)));
            return backbones.backbone(file.toString(), LEVELS, threads);
        }
    }
}
