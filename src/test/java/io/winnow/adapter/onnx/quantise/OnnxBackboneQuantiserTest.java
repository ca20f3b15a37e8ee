package io.winnow.adapter.onnx.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.Progress;
import io.winnow.core.feature.Quantisation;
import io.winnow.core.feature.UnusableBackboneException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxBackboneQuantiserTest {
    private static final double TARGET = 0.03;

    @TempDir
    private Path folder;

    @Test
    void quantise_anyNetwork_saysWhatItCostsAndGains() throws Exception {
        Path file = plain();
        Path target = folder.resolve("int8.onnx");

        Quantisation done = quantise(file, target, TARGET, Progress.NONE);

        assertThat(done.layers()).isEqualTo(2);
        assertThat(done.float32Layers()).isEmpty();
        assertThat(done.largestError()).isBetween(1e-4, TARGET);
        assertThat(done.float32Bytes()).isEqualTo(Files.size(file));
        assertThat(done.int8Bytes()).isEqualTo(Files.size(target)).isLessThan(done.float32Bytes());
        assertThat(done.float32Millis()).isPositive();
        assertThat(done.int8Millis()).isPositive();
    }

    @Test
    void quantise_theSameImages_writesTheSameBytes() throws Exception {
        Path file = plain();

        quantise(file, folder.resolve("one.onnx"), TARGET, Progress.NONE);
        quantise(file, folder.resolve("other.onnx"), TARGET, Progress.NONE);

        assertThat(folder.resolve("one.onnx")).hasSameBinaryContentAs(folder.resolve("other.onnx"));
    }

    @Test
    void quantise_oneLayerThatBytesCannotHold_staysInFloat32() throws Exception {
        Quantisation done = quantise(uneven(), folder.resolve("int8.onnx"), TARGET, Progress.NONE);

        assertThat(done.float32Layers()).isNotEmpty().contains("narrow");
        assertThat(done.float32Layers().size()).isLessThan(done.layers());
        assertThat(done.largestError()).isLessThanOrEqualTo(TARGET);
    }

    @Test
    void quantise_errorThatCannotBeReached_isRefusedWithTheReason() {
        assertThatThrownBy(() -> quantise(plain(), folder.resolve("int8.onnx"), 1e-6, Progress.NONE))
                .isInstanceOf(UnusableBackboneException.class)
                .hasMessageContaining("must be at most")
                .hasMessageContaining("leave it in float32");
        assertThat(folder.resolve("int8.onnx")).doesNotExist();
    }

    @Test
    void quantise_noOnnxFile_isRefused() throws Exception {
        Path file = folder.resolve("broken.onnx");
        Files.write(file, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> quantise(file, folder.resolve("int8.onnx"), TARGET, Progress.NONE))
                .isInstanceOf(UnusableBackboneException.class)
                .hasMessageContaining("broken.onnx");
    }

    @Test
    void quantise_cancelled_endsWithoutAFile() {
        Progress cancelled = (phase, done, total) -> {
            throw new CancellationException("not wanted any more");
        };

        assertThatThrownBy(() -> quantise(plain(), folder.resolve("int8.onnx"), TARGET, cancelled))
                .isInstanceOf(CancellationException.class);
        assertThat(folder.resolve("int8.onnx")).doesNotExist();
    }

    private Quantisation quantise(Path file, Path target, double largestError, Progress progress) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        return new OnnxBackboneQuantiser(1, largestError)
                .quantise(
                        file,
                        SmallGraph.manifest(bytes, "features"),
                        SmallGraph.images(4, 1),
                        SmallGraph.images(2, 50),
                        target,
                        progress);
    }

    private Path plain() throws Exception {
        SmallGraph small = new SmallGraph(1);
        small.apply("Relu", "inner", small.convolve("input", "conv0", 3, 32, 3, 2, 1));
        small.convolve("inner", "features", 32, 32, 3, 1, 1);
        return write(small);
    }

    /** One channel of a layer is a thousand times the others, which lie below a byte's step then, and which the next layer magnifies. */
    private Path uneven() throws Exception {
        SmallGraph small = new SmallGraph(2);
        small.convolve("input", "first", 3, 8, 3, 1, 1);
        float[] weights = new float[8 * 8];
        float[] back = new float[8 * 8];
        for (int channel = 0; channel < 8; channel++) {
            weights[channel * 8 + channel] = channel == 0 ? 1000 : 1;
            back[channel * 8 + channel] = channel == 0 ? 0.001f : 1;
        }
        small.constant("narrow.w", weights, 8, 8, 1, 1);
        small.constant("narrow.b", new float[8], 8);
        small.convolveGiven("first", "narrow", 1, 1, 1, 0, 0);
        small.constant("back.w", back, 8, 8, 1, 1);
        small.constant("back.b", new float[8], 8);
        small.convolveGiven("narrow", "back", 1, 1, 1, 0, 0);
        small.convolve("back", "third", 8, 8, 3, 1, 1);
        small.convolve("third", "features", 8, 8, 3, 1, 1);
        return write(small);
    }

    private Path write(SmallGraph small) throws Exception {
        Path file = folder.resolve("small.onnx");
        Files.write(file, small.model("features").toByteArray());
        return file;
    }
}
