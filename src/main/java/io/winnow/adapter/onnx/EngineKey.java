package io.winnow.adapter.onnx;

import io.winnow.adapter.onnx.OnnxSettings.Precision;
import io.winnow.core.image.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that a TensorRT engine depends on. An engine that was built for another GPU, another TensorRT, another model or another precision
 * is at best refused and at worst computes something else: each of them has a folder of its own.
 *
 * @param gpu with its driver
 * @param tensorRt version
 * @param runtime version of ONNX Runtime, which cuts the graph into engines
 * @param model of the ONNX file
 */
record EngineKey(String gpu, String tensorRt, String runtime, ContentHash model, Precision precision) {
    private static final int HASH_DIGITS = 16;
    /** Says in words what a folder's name only hashes. */
    static final String NOTE = "engines-for.txt";

    /** The key on a machine; empty where the machine does not name its GPU or its TensorRT, so that nothing can be kept safely. */
    static Optional<EngineKey> find(
            Accelerator machine, int device, String runtime, ContentHash model, Precision precision)
            throws IOException {
        Optional<String> tensorRt = machine.tensorRt();
        return machine.gpu(device)
                .flatMap(gpu -> tensorRt.map(version -> new EngineKey(gpu, version, runtime, model, precision)));
    }

    /** Every part on a line of its own. */
    String text() {
        return "gpu: %s%ntensorrt: %s%nonnxruntime: %s%nmodel: sha256 %s%nprecision: %s%n"
                .formatted(gpu, tensorRt, runtime, model.hex(), precision.word());
    }

    /** Readable as far as it is short, and told apart by a hash over everything. */
    String folderName() {
        String hash = ContentHash.of(ByteBuffer.wrap(text().getBytes(StandardCharsets.UTF_8)))
                .hex();
        return "trt-%s-%s-%s"
                .formatted(tensorRt.replaceAll("[^0-9A-Za-z.]", "_"), precision.word(), hash.substring(0, HASH_DIGITS));
    }

    /** The folder below a cache, made where it does not exist, with a note of what its engines are for. */
    Path folder(Path cache) throws IOException {
        Path folder = Files.createDirectories(cache.resolve(folderName()));
        Files.writeString(folder.resolve(NOTE), text(), StandardCharsets.UTF_8);
        return folder;
    }
}
