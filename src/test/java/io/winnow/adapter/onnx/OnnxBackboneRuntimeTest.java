package io.winnow.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.winnow.adapter.onnx.OnnxSettings.Provider;
import io.winnow.adapter.scattering.SmallModels;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.FeatureMap;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxBackboneRuntimeTest {
    private final OnnxBackboneRuntime runtime = new OnnxBackboneRuntime(new OnnxSettings(Provider.CPU, 0, 2));

    private final Path folder;

    OnnxBackboneRuntimeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void extract_twoOutputs_areGivenInTheManifestsOrder() throws Exception {
        try (FeatureExtractor extractor = open(SmallModels.pyramid(), 4, "layer2", "layer3")) {
            List<FeatureMap> maps = extractor.extract(ramp(8, 12));
            assertThat(maps).extracting(FeatureMap::name).containsExactly("layer2", "layer3");
            assertThat(maps.get(0).height()).isEqualTo(4);
            assertThat(maps.get(0).width()).isEqualTo(6);
            assertThat(maps.get(1).height()).isEqualTo(2);
            // The ramp holds its index: the mean of a 2x2 block of 12 columns is its first index + 6.5.
            assertThat(maps.get(0).values().get(0)).isCloseTo(6.5f, within(1e-5f));
            assertThat(maps.get(0).values().get(1)).isCloseTo(8.5f, within(1e-5f));
        }
    }

    @Test
    void executionProvider_cpu_saysWhatRuns() throws Exception {
        try (FeatureExtractor extractor = open(SmallModels.pyramid(), 4, "layer2")) {
            assertThat(extractor.executionProvider()).matches("ONNX Runtime \\d+\\.\\d+\\.\\d+, CPU, 2 threads");
        }
    }

    @Test
    void operationsByProvider_cpu_areThoseThatTheRuntimeReports() throws Exception {
        try (FeatureExtractor extractor = open(SmallModels.pyramid(), 4, "layer2")) {
            assertThat(extractor.operationsByProvider()).containsOnlyKeys("CPUExecutionProvider");
            assertThat(extractor.operationsByProvider().get("CPUExecutionProvider"))
                    .isPositive();
        }
    }

    @Test
    void executionProfile_operationsOnTwoProviders_areCountedApart() {
        String profile = """
                [{"cat" : "Session","name" :"model_loading_uri","args" : {}},
                {"cat" : "Node","name" :"conv1_kernel_time","args" : {"op_name" : "Conv","provider" : "CUDAExecutionProvider"}},
                {"cat" : "Node","name" :"conv2_kernel_time","args" : {"provider" : "CUDAExecutionProvider","op_name" : "Conv"}},
                {"cat" : "Node","name" :"shape_kernel_time","args" : {"op_name" : "Shape","provider" : "CPUExecutionProvider"}}]
                """;
        assertThat(ExecutionProfile.count(profile))
                .isEqualTo(java.util.Map.of("CUDAExecutionProvider", 2, "CPUExecutionProvider", 1));
    }

    @Test
    void extract_manyThreads_giveTheSameMaps() throws Exception {
        try (FeatureExtractor extractor = open(SmallModels.pyramid(), 4, "layer2")) {
            ExecutorService pool = Executors.newFixedThreadPool(4);
            List<Future<Float>> values = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                values.add(pool.submit(
                        () -> extractor.extract(ramp(16, 16)).get(0).values().get(3)));
            }
            for (Future<Float> value : values) {
                assertThat(value.get()).isEqualTo(values.get(0).get());
            }
            pool.shutdown();
        }
    }

    @Test
    void extract_sizeThatTheBackboneCannotRead_isRefused() throws Exception {
        try (FeatureExtractor extractor = open(SmallModels.pyramid(), 4, "layer2")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> extractor.extract(ramp(8, 10)))
                    .withMessageContaining("multiples of 4");
        }
    }

    @Test
    void extract_afterClose_isRefused() throws Exception {
        FeatureExtractor extractor = open(SmallModels.pyramid(), 4, "layer2");
        extractor.close();
        extractor.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> extractor.extract(ramp(8, 8)))
                .withMessage("backbone test is closed");
    }

    @Test
    void open_modelThatGivesNaN_isRefused() {
        assertUnusable(() -> open(SmallModels.notANumber(), 1, "map"), "output map holds NaN");
    }

    @Test
    void open_outputThatIsNotThere_isRefusedWithThoseThatAre() {
        assertUnusable(() -> open(SmallModels.pyramid(), 4, "layer9"), "no output named layer9");
        assertUnusable(() -> open(SmallModels.pyramid(), 4, "layer9"), "layer3");
    }

    @Test
    void open_coarserOutputFirst_isRefused() {
        assertUnusable(() -> open(SmallModels.pyramid(), 4, "layer3", "layer2"), "output layer2 (32x32) is finer");
    }

    @Test
    void open_sizesThatDoNotFitTheModel_areRefused() {
        assertUnusable(() -> open(SmallModels.greyOnly(), 1, "map"), "failed its test run at 64x64");
    }

    @Test
    void open_modelsThatCannotServe_areRefusedBeforeTheyDo() {
        assertUnusable(() -> open(SmallModels.weightThatIsNoNumber(), 1, "map"), "output map holds NaN");
        assertUnusable(() -> open(SmallModels.twoInputs(), 1, "map"), "has the inputs [a, b], must have one");
        assertUnusable(() -> open(SmallModels.oneSizeOnly(), 1, "map"), "failed its test run at 64x64");
        assertUnusable(() -> open(SmallModels.vector(), 1, "map"), "must be float32 [1, channels, height, width]");
    }

    @Test
    void open_anyByteOfTheModelDamagedUnderAMatchingHash_isUsableOrRefused() throws IOException {
        byte[] intact = SmallModels.pyramid();
        SplittableRandom random = new SplittableRandom(11);
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = intact.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try (FeatureExtractor extractor = open(damaged, 4, "layer2", "layer3")) {
                assertThat(extractor.extract(ramp(8, 8))).hasSize(2);
            } catch (UnusableBackboneException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void open_fileOfAnotherHash_isRefusedWithBothHashes() throws IOException {
        Path file = Files.write(folder.resolve("m.onnx"), SmallModels.pyramid());
        BackboneManifest manifest = manifest(SmallModels.notANumber(), 1, "map");
        assertUnusable(() -> runtime.open(file, manifest), manifest.sha256().hex());
    }

    @Test
    void open_fileThatIsNoModel_isRefused() {
        byte[] text = "no model".getBytes(StandardCharsets.UTF_8);
        assertUnusable(() -> open(text, 1, "map"), "cannot be loaded on CPU");
        assertUnusable(() -> runtime.inspect(Files.write(folder.resolve("n.onnx"), text)), "is no usable ONNX model");
    }

    @Test
    void open_gpuWithoutARuntimeForIt_isRefusedRatherThanRunOnTheCpu() throws IOException {
        OnnxBackboneRuntime gpu = new OnnxBackboneRuntime(new OnnxSettings(Provider.CUDA, 0, 0));
        Path file = Files.write(folder.resolve("m.onnx"), SmallModels.pyramid());
        assertUnusable(() -> gpu.open(file, manifest(SmallModels.pyramid(), 4, "layer2")), "CUDA is configured");
    }

    /** Versions from 1.29 on report their use to their maker; a production line must not. */
    @Test
    void nativeLibrary_asShipped_holdsNoTelemetryClient() throws IOException {
        try (InputStream library =
                getClass().getResourceAsStream("/ai/onnxruntime/native/linux-x64/libonnxruntime.so")) {
            String text = new String(library.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(text.contains("eventCollectorUri")).isFalse();
            assertThat(text.contains("onnxruntime")).isTrue();
        }
    }

    private FeatureExtractor open(byte[] model, int multiple, String... outputs)
            throws IOException, UnusableBackboneException {
        return runtime.open(Files.write(folder.resolve("test.onnx"), model), manifest(model, multiple, outputs));
    }

    private static BackboneManifest manifest(byte[] model, int multiple, String... outputs) {
        ContentHash hash = ContentHash.of(ByteBuffer.wrap(model));
        return new BackboneManifest(
                "test", hash, "CC0-1.0", "test", Normalisation.NONE, multiple, List.of(outputs), false);
    }

    private static InputTensor ramp(int height, int width) {
        InputTensor tensor = new InputTensor(new ImageSize(height, width));
        for (int i = 0; i < tensor.values().capacity(); i++) {
            tensor.values().put(i, i);
        }
        return tensor;
    }

    private static void assertUnusable(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(UnusableBackboneException.class).hasMessageContaining(message);
    }
}
