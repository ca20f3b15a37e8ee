package io.winnow.adapter.onnx;

/**
 * What backbones run on.
 *
 * @param provider the only execution provider that is used: a backbone that it cannot run whole is refused
 * @param deviceId which GPU, from 0; without meaning for the CPU
 * @param threads threads of one backbone on the CPU; 0 takes one for each processor
 */
public record OnnxSettings(Provider provider, int deviceId, int threads) {
    /** Execution providers. */
    public enum Provider {
        CPU,
        CUDA,
        TENSORRT
    }

    /** The CPU with one thread for each processor. */
    public static final OnnxSettings CPU = new OnnxSettings(Provider.CPU, 0, 0);

    public OnnxSettings {
        if (deviceId < 0 || threads < 0) {
            throw new IllegalArgumentException(
                    "deviceId = %d and threads = %d must not be negative".formatted(deviceId, threads));
        }
    }

    int effectiveThreads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
