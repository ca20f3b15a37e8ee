package io.winnow.app;

import io.winnow.adapter.cli.BackboneCommand;
import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.onnx.OnnxSettings;
import io.winnow.adapter.onnx.quantise.OnnxBackboneQuantiser;
import io.winnow.adapter.opencv.OpenCvImageDecoder;
import io.winnow.core.Progress;
import io.winnow.core.feature.BackboneQuantiser.Images;
import io.winnow.core.feature.InstalledBackbone;
import io.winnow.core.feature.Quantisation;
import io.winnow.core.feature.QuantisationImages;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.UndecodableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Quantises backbones after the images of a folder. */
final class FolderQuantiser implements BackboneCommand.Quantiser {
    @Override
    public Quantisation quantise(Path models, String backbone, Wish wish, Progress progress)
            throws UnusableBackboneException {
        InstalledBackbone source = source(models, backbone, wish);
        Preprocessing preprocessing = new Preprocessing(
                RegionOfInterest.WHOLE, wish.size(), source.manifest().normalisation());
        source.manifest().requireInputSize(wish.size());
        List<Path> files = files(wish.images());
        QuantisationImages chosen = QuantisationImages.of(files.size());
        return new OnnxBackboneQuantiser(wish.threads(), wish.largestError())
                .quantise(
                        source.file(),
                        source.manifest(),
                        images(files, chosen.calibration(), preprocessing),
                        images(files, chosen.heldOut(), preprocessing),
                        wish.target(),
                        progress);
    }

    private static InstalledBackbone source(Path models, String backbone, Wish wish) throws UnusableBackboneException {
        Path file = Path.of(backbone);
        try {
            return Files.isRegularFile(file)
                    ? new InstalledBackbone(NativeBenchWorkbench.manifest(file, wish.outputs()), file)
                    : Backbones.store(models, OnnxSettings.CPU).find(backbone);
        } catch (IOException e) {
            throw new UsageException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UsageException("--images %s cannot be read: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static Images images(List<Path> files, List<Integer> chosen, Preprocessing preprocessing) {
        OpenCvImageDecoder decoder = new OpenCvImageDecoder(DecodeLimits.DEFAULT);
        InputTensor tensor = new InputTensor(preprocessing.inputSize());
        return new Images() {
            @Override
            public int size() {
                return chosen.size();
            }

            @Override
            public InputTensor read(int image) {
                Path file = files.get(chosen.get(image));
                try (DecodedImage decoded =
                        decoder.decode(EncodedImage.adopt(Files.readAllBytes(file)), preprocessing)) {
                    decoded.prepare(preprocessing, tensor);
                    return tensor;
                } catch (IOException | UndecodableImageException e) {
                    throw new UsageException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
                }
            }
        };
    }
}
