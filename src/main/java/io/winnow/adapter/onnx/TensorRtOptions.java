package io.winnow.adapter.onnx;

import io.winnow.adapter.onnx.OnnxSettings.Precision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What ONNX Runtime's TensorRT provider is told; the names are those of its documentation. */
final class TensorRtOptions {
    private TensorRtOptions() {}

    /** @param engines folder that engines are kept in; empty to keep none */
    static Map<String, String> of(Precision precision, Optional<Path> engines) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("trt_fp16_enable", precision == Precision.FP16 ? "1" : "0");
        engines.ifPresent(folder -> {
            options.put("trt_engine_cache_enable", "1");
            options.put("trt_engine_cache_path", folder.toString());
            // How fast each kernel is on this GPU: what makes building slow, and the same for every model.
            options.put("trt_timing_cache_enable", "1");
            options.put("trt_timing_cache_path", folder.toString());
        });
        return options;
    }
}
