package io.winnow.adapter.onnx.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.onnx.OnnxBackboneRuntime;
import io.winnow.adapter.onnx.OnnxSettings;
import io.winnow.core.Progress;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.Quantisation;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageDecoder;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.model.OwnBackbones;
import io.winnow.core.model.Recipe;
import io.winnow.core.station.FrameReader;
import io.winnow.core.station.StationBackbones;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A station's own backbone with the runtime that really runs it. */
class StationBackbonesTest {
    private static final ImageSize SIZE = new ImageSize(32, 48);
    private static final OwnBackbones.Frames FRAMES = new OwnBackbones.Frames() {
        @Override
        public int size() {
            return 8;
        }

        @Override
        public EncodedImage read(int frame) {
            return image(frame);
        }
    };

    private final Path folder;
    private final FeatureExtractor backbone;
    private final FrameReader reader;
    private final OwnBackbones backbones;

    StationBackbonesTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        SmallGraph small = new SmallGraph(1);
        small.apply("Relu", "inner", small.convolve("input", "conv0", 3, 32, 3, 2, 1));
        small.convolve("inner", "features", 32, 32, 3, 1, 1);
        byte[] file = small.model("features").toByteArray();
        Path installed = folder.resolve("small.onnx");
        Files.write(installed, file);
        OnnxBackboneRuntime runtime = new OnnxBackboneRuntime(OnnxSettings.CPU);
        backbone = runtime.open(installed, SmallGraph.manifest(file, "features"));
        reader = new FrameReader(
                new NoiseCamera(),
                new Preprocessing(RegionOfInterest.WHOLE, SIZE, Preprocessing.Normalisation.NONE),
                backbone);
        backbones = new StationBackbones(reader, installed, new OnnxBackboneQuantiser(1, 0.05), runtime);
    }

    @AfterEach
    void close() {
        backbone.close();
    }

    @Test
    void quantise_thenOpen_readsFramesNearlyAsTheStationDoes() throws Exception {
        Path file = folder.resolve(OwnBackbones.FILE);

        Quantisation done = backbones.quantise(FRAMES, file, Progress.NONE);

        assertThat(done.calibrationImages()).isEqualTo(6);
        assertThat(done.heldOutImages()).isEqualTo(2);
        try (FeatureExtractor own = backbones.open(file, hash(file))) {
            PatchEmbeddings expected = reader.read(image(50));
            PatchEmbeddings found = backbones.reader(own).read(image(50));
            assertThat(found.gridHeight()).isEqualTo(expected.gridHeight());
            assertThat(relativeDistance(expected, found)).isBetween(1e-5, 0.05);
            assertThat(backbones.recipe(own)).isNotEqualTo(Recipe.of(backbone.manifest(), reader.preprocessing()));
        }
    }

    @Test
    void open_fileOfAnotherHash_isRefused() throws Exception {
        Path file = folder.resolve(OwnBackbones.FILE);
        backbones.quantise(FRAMES, file, Progress.NONE);
        ContentHash hash = hash(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> backbones.open(file, hash))
                .isInstanceOf(UnusableBackboneException.class)
                .hasMessageContaining(hash.hex());
    }

    private static ContentHash hash(Path file) throws Exception {
        return ContentHash.of(ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    private static double relativeDistance(PatchEmbeddings expected, PatchEmbeddings found) {
        double difference = 0;
        double square = 0;
        for (int row = 0; row < expected.patches(); row++) {
            for (int column = 0; column < expected.dimension(); column++) {
                double wanted = expected.vectors().at(row, column);
                difference += Math.pow(wanted - found.vectors().at(row, column), 2);
                square += wanted * wanted;
            }
        }
        return Math.sqrt(difference / square);
    }

    private static EncodedImage image(int seed) {
        return EncodedImage.adopt(new byte[] {(byte) seed, 1});
    }

    private static final class NoiseCamera implements ImageDecoder {
        @Override
        public DecodedImage decode(EncodedImage image, Preprocessing purpose) {
            int seed = image.bytes().get(0);
            return new DecodedImage() {
                @Override
                public ImageSize size() {
                    return SIZE;
                }

                @Override
                public void prepare(Preprocessing preprocessing, InputTensor target) {
                    target.values()
                            .put(SmallGraph.images(1, seed).read(0).values().clear());
                }

                @Override
                public void close() {}
            };
        }
    }
}
