package io.winnow.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.onnx.OnnxSettings.Precision;
import io.winnow.core.image.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines are folders laid out as Linux and NVIDIA's drivers lay out theirs. */
class EngineCacheTest {
    private static final ContentHash MODEL = ContentHash.of(ByteBuffer.wrap(new byte[] {1}));

    @TempDir
    private Path root;

    private Accelerator machine() {
        return new Accelerator(root);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void card(String bus, String model) throws IOException {
        write(
                "proc/driver/nvidia/gpus/" + bus + "/information",
                "Model: \t\t " + model + "\nIRQ:   \t\t 16\nBus Location: \t " + bus + "\n");
    }

    private void tensorRt(String version) throws IOException {
        write("proc/self/maps", """
                7f00-7f01 r--p 00000000 08:01 11 /usr/lib/libc.so.6
                7f02-7f03 r-xp 00000000 08:01 12 /usr/lib/x86_64-linux-gnu/libnvinfer.so.%s
                7f04-7f05 r-xp 00000000 08:01 13 /usr/lib/x86_64-linux-gnu/libnvinfer_plugin.so.9
                """.formatted(version));
    }

    @Test
    void gpu_withCards_isTheOneAtThatPlaceOnTheBusWithItsDriver() throws IOException {
        card("0000:65:00.0", "NVIDIA L4");
        card("0000:17:00.0", "NVIDIA H200");
        write(
                "proc/driver/nvidia/version",
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.86.15  Thu Jan 23 2025\nGCC version:  gcc 12\n");

        assertThat(machine().gpu(0)).contains("NVIDIA H200, driver 570.86.15");
        assertThat(machine().gpu(1)).contains("NVIDIA L4, driver 570.86.15");
        assertThat(machine().gpu(2)).isEmpty();
    }

    @Test
    void gpu_onAJetson_isTheBoardWithItsSystem() throws IOException {
        write("proc/device-tree/model", "NVIDIA Jetson AGX Orin Developer Kit\0");
        write("etc/nv_tegra_release", "# R36 (release), REVISION: 4.3, GCID: 38968081\n# more\n");

        assertThat(machine().gpu(0))
                .contains("NVIDIA Jetson AGX Orin Developer Kit, L4T R36 (release), REVISION: 4.3, GCID: 38968081");
    }

    @Test
    void find_machineThatNamesNoGpuOrNoTensorRt_isEmpty() throws IOException {
        assertThat(machine().gpu(0)).isEmpty();
        tensorRt("10.3.0");
        assertThat(EngineKey.find(machine(), 0, "1.28.0", MODEL, Precision.FP32))
                .isEmpty();
        card("0000:17:00.0", "NVIDIA H200");
        assertThat(EngineKey.find(machine(), 0, "1.28.0", MODEL, Precision.FP32))
                .isPresent();
        write("proc/self/maps", "7f00-7f01 r--p 00000000 08:01 11 /usr/lib/libc.so.6\n");
        assertThat(EngineKey.find(machine(), 0, "1.28.0", MODEL, Precision.FP32))
                .isEmpty();
    }

    @Test
    void folder_anyPartOfTheKeyDiffers_isAnotherOne() throws IOException {
        card("0000:17:00.0", "NVIDIA H200");
        tensorRt("10.3.0");
        EngineKey key =
                EngineKey.find(machine(), 0, "1.28.0", MODEL, Precision.FP32).orElseThrow();
        ContentHash other = ContentHash.of(ByteBuffer.wrap(new byte[] {2}));

        Set<Path> folders = new HashSet<>();
        for (EngineKey each : List.of(
                key,
                new EngineKey("NVIDIA L4", key.tensorRt(), key.runtime(), MODEL, Precision.FP32),
                new EngineKey(key.gpu(), "10.3.1", key.runtime(), MODEL, Precision.FP32),
                new EngineKey(key.gpu(), key.tensorRt(), "1.29.0", MODEL, Precision.FP32),
                new EngineKey(key.gpu(), key.tensorRt(), key.runtime(), other, Precision.FP32),
                new EngineKey(key.gpu(), key.tensorRt(), key.runtime(), MODEL, Precision.FP16))) {
            folders.add(each.folder(root.resolve("cache")));
        }

        assertThat(folders).hasSize(6);
        assertThat(key.tensorRt()).isEqualTo("10.3.0");
        Path folder = key.folder(root.resolve("cache"));
        assertThat(folders).contains(folder);
        assertThat(folder.getFileName().toString()).startsWith("trt-10.3.0-fp32-");
        assertThat(folder.resolve(EngineKey.NOTE))
                .content()
                .contains("gpu: NVIDIA H200", "model: sha256 " + MODEL.hex());
    }

    @Test
    void options_withAndWithoutACache_sayPrecisionAndFolder() {
        assertThat(TensorRtOptions.of(Precision.FP32, Optional.empty()))
                .containsOnlyKeys("trt_fp16_enable")
                .containsEntry("trt_fp16_enable", "0");
        assertThat(TensorRtOptions.of(Precision.FP16, Optional.of(Path.of("/cache"))))
                .containsEntry("trt_fp16_enable", "1")
                .containsEntry("trt_engine_cache_enable", "1")
                .containsEntry("trt_engine_cache_path", "/cache")
                .containsEntry("trt_timing_cache_enable", "1")
                .containsEntry("trt_timing_cache_path", "/cache");
    }
}
