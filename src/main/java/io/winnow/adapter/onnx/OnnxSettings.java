package io.winnow.adapter.onnx;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What backbones run on.
 *
 * @param provider the execution provider that is asked for: a graph of which any node would run on the CPU instead is refused
 * @param deviceId which GPU, from 0; without meaning for the CPU
 * @param threads threads of one backbone on the CPU; 0 takes one for each processor
 * @param tensorRt how TensorRT builds engines; without meaning for other providers
 */
public record OnnxSettings(Provider provider, int deviceId, int threads, TensorRt tensorRt) {
    /** Execution providers. */
    public enum Provider {
        CPU,
        CUDA,
        TENSORRT
    }

    /** Numbers that TensorRT computes with. */
    public enum Precision {
        FP32,
        FP16;

        /** As configuration and folders have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How TensorRT builds engines.
     *
     * @param cache folder that built engines are kept in; empty to build them at every start, which takes minutes
     */
    public record TensorRt(Precision precision, Optional<Path> cache) {
        /** 32 bits, nothing kept. */
        public static final TensorRt USUAL = new TensorRt(Precision.FP32, Optional.empty());
    }

    /** The CPU with one thread for each processor. */
    public static final OnnxSettings CPU = new OnnxSettings(Provider.CPU, 0, 0);

    public OnnxSettings {
        if (deviceId < 0 || threads < 0) {
            throw new IllegalArgumentException(
                    "deviceId = %d and threads = %d must not be negative".formatted(deviceId, threads));
        }
    }

    /** With {@link TensorRt#USUAL}. */
    public OnnxSettings(Provider provider, int deviceId, int threads) {
        this(provider, deviceId, threads, TensorRt.USUAL);
    }

    int effectiveThreads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
