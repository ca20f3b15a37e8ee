package io.winnow.app.config;

import io.winnow.adapter.onnx.OnnxSettings.Precision;
import io.winnow.adapter.onnx.OnnxSettings.TensorRt;
import io.winnow.app.config.SiteConfiguration.FallBack;
import io.winnow.app.config.SiteConfiguration.Inference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads what runs the backbones. */
final class InferenceReader {
    private static final String TENSORRT = "tensorrt";
    private static final int LAST_DEVICE = 63;

    private InferenceReader() {}

    /**
     * @param base what relative paths start from
     * @param data folder of everything that is kept
     */
    static Inference read(Section inference, Path base, Path data) {
        List<String> providers = inference.words("providers", List.of("cpu", "cuda", TENSORRT), List.of("cpu"));
        return new Inference(
                SiteReader.threads(inference),
                providers,
                inference.choice("fallBack", List.of(FallBack.values()), FallBack::word, FallBack.DEGRADE),
                inference.integer("device", 0, LAST_DEVICE, 0),
                tensorRt(inference.section(TENSORRT), providers.contains(TENSORRT), base, data));
    }

    private static TensorRt tensorRt(Section tensorRt, boolean used, Path base, Path data) {
        Precision precision =
                tensorRt.choice("precision", List.of(Precision.values()), Precision::word, Precision.FP32);
        Path cache = tensorRt.optionalText("cache", "a path", "tensorrt in storage.directory", base::resolve)
                .orElse(data.resolve(TENSORRT));
        List.of("precision", "cache").stream()
                .filter(key -> !used && tensorRt.has(key))
                .forEach(key -> tensorRt.problem(key, "means nothing unless inference.providers names tensorrt"));
        return new TensorRt(precision, Optional.of(cache));
    }
}
