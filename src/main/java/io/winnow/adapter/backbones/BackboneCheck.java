package io.winnow.adapter.backbones;

import io.winnow.core.feature.AddedBackbone;
import io.winnow.core.feature.BackboneAddition;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.BackboneRuntime;
import io.winnow.core.feature.BackboneSignature;
import io.winnow.core.feature.BackboneSignature.Tensor;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.FeatureMap;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at a model file before it is installed: what it declares, and what it gives for an image that is not square. */
final class BackboneCheck {
    private static final int DEFAULT_SIZE_MULTIPLE = 32;

    /** What PatchCore uses of a network (Roth et al. 2022, section 4.4.2). */
    private static final List<String> PATCHCORE_LAYERS = List.of("layer2", "layer3");

    private static final int SMALLEST_TEST_SIDE = 64;
    private static final int IMAGE_RANK = 4;
    private static final int COLOURS = 3;
    private static final long FREE = -1;

    private final BackboneRuntime runtime;
    private final Path file;

    BackboneCheck(BackboneRuntime runtime, Path file) {
        this.runtime = runtime;
        this.file = file;
    }

    /** @param known the catalogue's entry for the file's hash */
    AddedBackbone run(BackboneAddition addition, Optional<BackboneManifest> known) throws UnusableBackboneException {
        BackboneSignature signature = runtime.inspect(file);
        requireImageInput(addition, signature);
        BackboneManifest manifest = manifest(addition, known, signature);
        try (FeatureExtractor extractor = runtime.open(file, manifest)) {
            return new AddedBackbone(manifest, testRun(extractor));
        }
    }

    private static void requireImageInput(BackboneAddition addition, BackboneSignature signature)
            throws UnusableBackboneException {
        boolean image =
                signature.inputs().size() == 1 && isImage(signature.inputs().get(0));
        if (!image) {
            throw new UnusableBackboneException(
                    "%s has the inputs %s, must have one: FLOAT [N, 3, height, width], height and width free"
                            .formatted(addition.location(), signature.inputs()));
        }
    }

    private static boolean isImage(Tensor input) {
        List<Long> shape = input.shape();
        return input.type().equals("FLOAT")
                && shape.size() == IMAGE_RANK
                && (shape.get(0) == FREE || shape.get(0) == 1)
                && (shape.get(1) == FREE || shape.get(1) == COLOURS)
                && shape.get(2) == FREE
                && shape.get(3) == FREE;
    }

    private static BackboneManifest manifest(
            BackboneAddition addition, Optional<BackboneManifest> known, BackboneSignature signature)
            throws UnusableBackboneException {
        List<String> outputs = outputs(addition, known, signature);
        try {
            return new BackboneManifest(
                    addition.name()
                            .or(() -> known.map(BackboneManifest::name))
                            .orElseGet(() -> fileName(addition.location())),
                    addition.sha256(),
                    addition.licence()
                            .or(() -> known.map(BackboneManifest::licence))
                            .orElse("unknown"),
                    known.map(BackboneManifest::source)
                            .orElseGet(() -> addition.location().toString()),
                    addition.normalisation()
                            .or(() -> known.map(BackboneManifest::normalisation))
                            .orElse(Normalisation.IMAGENET),
                    addition.sizeMultiple()
                            .or(() -> known.map(BackboneManifest::sizeMultiple))
                            .orElse(DEFAULT_SIZE_MULTIPLE),
                    outputs,
                    addition.standardise()
                            .or(() -> known.map(BackboneManifest::standardise))
                            .orElse(false));
        } catch (IllegalArgumentException e) {
            throw new UnusableBackboneException("%s: %s".formatted(addition.location(), e.getMessage()), e);
        }
    }

    private static List<String> outputs(
            BackboneAddition addition, Optional<BackboneManifest> known, BackboneSignature signature)
            throws UnusableBackboneException {
        List<String> declared = signature.outputs().stream().map(Tensor::name).toList();
        Optional<List<String>> wanted = addition.outputs().or(() -> known.map(BackboneManifest::outputs));
        if (wanted.isEmpty() && declared.containsAll(PATCHCORE_LAYERS)) {
            wanted = Optional.of(PATCHCORE_LAYERS);
        }
        if (wanted.isEmpty() && declared.size() == 1) {
            wanted = Optional.of(declared);
        }
        return wanted.filter(declared::containsAll)
                .orElseThrow(() -> new UnusableBackboneException(
                        "%s has the outputs %s; choose among them with --outputs, finest first"
                                .formatted(addition.location(), signature.outputs())));
    }

    private static String fileName(URI location) {
        String path = location.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.replaceFirst("\\.onnx$", "").toLowerCase(Locale.ROOT);
    }

    /** Runs an image that is wider than high, so that swapped axes show. */
    private static List<AddedBackbone.Output> testRun(FeatureExtractor extractor) throws UnusableBackboneException {
        int multiple = extractor.manifest().sizeMultiple();
        int height = (SMALLEST_TEST_SIDE + multiple - 1) / multiple * multiple;
        ImageSize size = new ImageSize(height, 2 * height);
        try {
            return extractor.extract(new InputTensor(size)).stream()
                    .map(map -> new AddedBackbone.Output(map.name(), map.channels(), stride(map, size)))
                    .toList();
        } catch (RuntimeException e) {
            throw new UnusableBackboneException(
                    "test run with a black image of %s failed: %s".formatted(size, e.getMessage()), e);
        }
    }

    private static int stride(FeatureMap map, ImageSize input) {
        int stride = input.height() / map.height();
        if (stride * map.height() != input.height() || stride * map.width() != input.width()) {
            throw new IllegalStateException(
                    "output %s is %dx%d, must divide the input's height and width by the same whole number"
                            .formatted(map.name(), map.height(), map.width()));
        }
        return stride;
    }
}
