package io.winnow.core.model;

import io.winnow.core.Progress;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.feature.Quantisation;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.inspection.FrameStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The kept frames of a pool, embedded by a backbone that was quantised after them. The file and the embeddings are gone when it is
 * closed; what is to stay is copied before. Used by one thread.
 */
final class QuantisedPool implements AutoCloseable {
    private final OwnBackbones backbones;
    private final List<PoolFrame> frames;
    private final FrameStore images;
    private final EmbeddingStore embeddings;
    private final Path file;
    private final Quantisation quantisation;
    private final FeatureExtractor backbone;

    private QuantisedPool(
            OwnBackbones backbones,
            List<PoolFrame> frames,
            FrameStore images,
            EmbeddingStore embeddings,
            Path file,
            Progress progress)
            throws UnusableBackboneException, IOException {
        this.backbones = backbones;
        this.frames = frames;
        this.images = images;
        this.embeddings = embeddings;
        this.file = file;
        this.quantisation = backbones.quantise(stored(), file, progress);
        this.backbone = backbones.open(file, ArtefactFiles.hash(file));
    }

    /** @throws UnusableBackboneException when the backbone is no good in integers, with the reason */
    static QuantisedPool of(
            OwnBackbones backbones,
            List<PoolFrame> frames,
            FrameStore images,
            EmbeddingStore embeddings,
            Progress progress)
            throws UnusableBackboneException, IOException {
        Path file = Files.createTempFile("winnow-backbone", ".onnx");
        try {
            return new QuantisedPool(backbones, frames, images, embeddings, file, progress);
        } catch (UnusableBackboneException | IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private OwnBackbones.Frames stored() {
        return new OwnBackbones.Frames() {
            @Override
            public int size() {
                return frames.size();
            }

            @Override
            public EncodedImage read(int frame) throws IOException {
                PoolFrame wanted = frames.get(frame);
                return images.find(wanted.image())
                        .orElseThrow(() ->
                                new IOException("the image of pool frame %s is not stored".formatted(wanted.frame())));
            }
        };
    }

    /** Embeds all frames. */
    PoolEmbeddings embed(long memoryBytes, Progress progress) {
        TrainingPool pool = new TrainingPool(
                frames, backbones.recipe(backbone), embeddings, images, backbones.reader(backbone), memoryBytes);
        for (int image = 0; image < pool.size(); image++) {
            progress.advance("embed pool in integers", image, pool.size());
            pool.patches(image);
        }
        return pool;
    }

    PatchReader reader() {
        return backbones.reader(backbone);
    }

    Quantisation quantisation() {
        return quantisation;
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        Recipe recipe = backbones.recipe(backbone);
        backbone.close();
        for (PoolFrame frame : frames) {
            embeddings.delete(recipe.hash(), frame.image());
        }
        Files.deleteIfExists(file);
    }
}
