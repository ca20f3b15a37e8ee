package io.winnow.life;

import io.winnow.core.Progress;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.FeatureMap;
import io.winnow.core.feature.Quantisation;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.InputTensor;
import io.winnow.core.model.OwnBackbones;
import io.winnow.core.model.PatchReader;
import io.winnow.core.model.Recipe;
import io.winnow.core.station.FrameReader;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Own backbones for the rig's camera: a file says by what the pixels are scaled. Counts what is open. */
final class RigBackbones implements OwnBackbones {
    static final Quantisation QUANTISATION = new Quantisation(
            "min-max",
            20,
            5,
            3,
            List.of("first"),
            List.of(new Quantisation.OutputError("pixels", 0.02)),
            100,
            30,
            4,
            1);

    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger runs = new AtomicInteger();
    /** Of backbones to come; 0 sees no defect any more. */
    volatile float scale = 1.5f;
    /** Why backbones to come cannot be quantised. */
    volatile Optional<String> refusal = Optional.empty();

    private final FrameReader reader;

    RigBackbones(FrameReader reader) {
        this.reader = reader;
    }

    @Override
    public Quantisation quantise(Frames frames, Path file, Progress progress)
            throws UnusableBackboneException, IOException {
        if (refusal.isPresent()) {
            throw new UnusableBackboneException(refusal.get());
        }
        frames.read(frames.size() - 1);
        Files.writeString(file, "scale " + scale);
        return QUANTISATION;
    }

    @Override
    public FeatureExtractor open(Path file, ContentHash sha256) throws UnusableBackboneException {
        float factor;
        try {
            factor = Float.parseFloat(Files.readString(file).substring("scale ".length()));
        } catch (IOException | RuntimeException e) {
            throw new UnusableBackboneException(file + " is no rig's backbone", e);
        }
        open.incrementAndGet();
        return new Scaled(reader.backbone().manifest().withSha256(sha256), factor);
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

    private final class Scaled implements FeatureExtractor {
        private final BackboneManifest manifest;
        private final float factor;
        private boolean closed;

        private Scaled(BackboneManifest manifest, float factor) {
            this.manifest = manifest;
            this.factor = factor;
        }

        @Override
        public BackboneManifest manifest() {
            return manifest;
        }

        @Override
        public String executionProvider() {
            return "test";
        }

        @Override
        public List<FeatureMap> extract(InputTensor input) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            runs.incrementAndGet();
            FloatBuffer values = FloatBuffer.allocate(input.values().capacity());
            for (int i = 0; i < values.capacity(); i++) {
                values.put(i, factor * input.values().get(i));
            }
            return List.of(new FeatureMap(
                    "pixels", 3, input.size().height(), input.size().width(), values));
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
        }
    }
}
