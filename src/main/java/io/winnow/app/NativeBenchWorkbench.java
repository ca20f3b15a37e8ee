package io.winnow.app;

import io.winnow.adapter.cli.BenchCommand;
import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.dataset.FolderDatasetReader;
import io.winnow.adapter.dataset.ImageIoFiles;
import io.winnow.adapter.onnx.OnnxBackboneRuntime;
import io.winnow.adapter.onnx.OnnxSettings;
import io.winnow.adapter.opencv.OpenCvImageDecoder;
import io.winnow.adapter.report.FileStudyReports;
import io.winnow.adapter.report.JsonOutcomeCache;
import io.winnow.adapter.scattering.ScatteringBackbone;
import io.winnow.core.bench.Bench;
import io.winnow.core.bench.OutcomeCache;
import io.winnow.core.bench.StudyReports;
import io.winnow.core.dataset.DatasetReader;
import io.winnow.core.dataset.ImageFiles;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What {@code winnow bench} runs on: OpenCV, ONNX Runtime and FAISS, each loaded at first need. */
final class NativeBenchWorkbench implements BenchCommand.Workbench {
    /** Every network that halves its input five times over takes multiples of this. */
    private static final int SIZE_MULTIPLE = 32;

    private final ImageFiles files = new ImageIoFiles();

    @Override
    public String defaultBackbone() {
        return ScatteringBackbone.NAME;
    }

    @Override
    public List<String> detectors() {
        return BenchMethods.detectorNames();
    }

    @Override
    public List<String> strategies() {
        return BenchMethods.strategyNames();
    }

    @Override
    public DatasetReader datasets() {
        if (NativeExecutable.running()) {
            throw new UsageException(
                    "bench: reads masks and draws thumbnails with ImageIO, which the native executable lacks;"
                            + " run it on the Java virtual machine (docs/native.md)");
        }
        return new FolderDatasetReader();
    }

    @Override
    public StudyReports reports() {
        return new FileStudyReports(files);
    }

    @Override
    public OutcomeCache cache(Path folder) {
        return new JsonOutcomeCache(folder);
    }

    @Override
    public FeatureExtractor backbone(String name, List<String> outputs, int threads) {
        OnnxSettings settings = new OnnxSettings(OnnxSettings.Provider.CPU, 0, threads);
        Path file = Path.of(name);
        try {
            return Files.isRegularFile(file)
                    ? new OnnxBackboneRuntime(settings).open(file, manifest(file, outputs))
                    : Backbones.store(Backbones.own(System.getenv()), settings).open(name);
        } catch (UnusableBackboneException | IOException | IllegalArgumentException e) {
            throw new UsageException("--backbone %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    static BackboneManifest manifest(Path file, List<String> outputs) throws IOException {
        String fileName = file.toAbsolutePath().toFile().getName();
        return new BackboneManifest(
                fileName.toLowerCase(Locale.ROOT).replaceFirst("\\.onnx$", ""),
                ContentHash.of(ByteBuffer.wrap(Files.readAllBytes(file))),
                "unknown",
                file.toString(),
                Normalisation.IMAGENET,
                SIZE_MULTIPLE,
                outputs,
                false);
    }

    @Override
    public Bench bench(int threads) {
        Search search = Search.open(threads);
        return new Bench(
                files,
                new OpenCvImageDecoder(DecodeLimits.DEFAULT),
                new BenchMethods(search.indexes(), search.sampler()));
    }

    @Override
    public String version() {
        return ServiceSettings.version();
    }
}
