package io.winnow.core.station;

import io.winnow.core.Progress;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.BackboneQuantiser;
import io.winnow.core.feature.BackboneRuntime;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.Quantisation;
import io.winnow.core.feature.QuantisationImages;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.model.OwnBackbones;
import io.winnow.core.model.PatchReader;
import io.winnow.core.model.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes and opens a station's own backbones, which read frames as the station does otherwise. Thread-safe. */
public final class StationBackbones implements OwnBackbones {
    private final FrameReader reader;
    private final Path file;
    private final BackboneQuantiser quantiser;
    private final BackboneRuntime runtime;

    /**
     * @param reader with the station's backbone
     * @param file of that backbone
     * @param runtime for quantised backbones
     */
    public StationBackbones(FrameReader reader, Path file, BackboneQuantiser quantiser, BackboneRuntime runtime) {
        this.reader = reader;
        this.file = file;
        this.quantiser = quantiser;
        this.runtime = runtime;
    }

    @Override
    public Quantisation quantise(Frames frames, Path target, Progress progress)
            throws UnusableBackboneException, IOException {
        if (frames.size() < QuantisationImages.FEWEST) {
            throw new UnusableBackboneException(
                    "%d frames are too few to quantise a backbone after, must be at least %d"
                            .formatted(frames.size(), QuantisationImages.FEWEST));
        }
        QuantisationImages chosen = QuantisationImages.of(frames.size());
        try {
            return quantiser.quantise(
                    file,
                    manifest(),
                    images(frames, chosen.calibration()),
                    images(frames, chosen.heldOut()),
                    target,
                    progress);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private BackboneManifest manifest() {
        return reader.backbone().manifest();
    }

    private BackboneQuantiser.Images images(Frames frames, List<Integer> chosen) {
        return new BackboneQuantiser.Images() {
            @Override
            public int size() {
                return chosen.size();
            }

            @Override
            public InputTensor read(int image) {
                try {
                    return reader.input(frames.read(chosen.get(image)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (UndecodableImageException e) {
                    throw new UncheckedIOException(
                            new IOException("a pool frame cannot be decoded: " + e.getMessage(), e));
                }
            }
        };
    }

    @Override
    public FeatureExtractor open(Path own, ContentHash sha256) throws UnusableBackboneException {
        return runtime.open(own, manifest().withSha256(sha256));
    }

    @Override
    public PatchReader reader(FeatureExtractor backbone) {
        Optional<FeatureExtractor> own = Optional.of(backbone);
        return image -> reader.read(image, own);
    }

    @Override
    public Recipe recipe(FeatureExtractor backbone) {
        return Recipe.of(backbone.manifest(), reader.preprocessing());
    }
}
