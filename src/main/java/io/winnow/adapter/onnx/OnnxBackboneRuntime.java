package io.winnow.adapter.onnx;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.winnow.adapter.onnx.OnnxSettings.Provider;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.BackboneRuntime;
import io.winnow.core.feature.BackboneSignature;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ContentHash;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs ONNX files through DJL. On a GPU nothing falls back to the CPU in silence: ONNX Runtime is told to refuse a graph of
 * which any node would run elsewhere.
 *
 * <p>Thread-safe.
 */
public final class OnnxBackboneRuntime implements BackboneRuntime {
    private static final System.Logger LOG = System.getLogger(OnnxBackboneRuntime.class.getName());

    private final OnnxSettings settings;
    private final Engine engine;

    /** Loads the native library. */
    public OnnxBackboneRuntime(OnnxSettings settings) {
        this.settings = settings;
        this.engine = Engine.getEngine(OnnxSessions.ENGINE);
    }

    @Override
    public BackboneSignature inspect(Path file) throws UnusableBackboneException {
        try (SessionOptions options = new SessionOptions();
                OrtSession session = OnnxSessions.environment().createSession(file.toString(), options)) {
            return new BackboneSignature(
                    tensors(session.getInputInfo().values()),
                    tensors(session.getOutputInfo().values()));
        } catch (OrtException e) {
            throw new UnusableBackboneException("%s is no usable ONNX model: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static List<BackboneSignature.Tensor> tensors(Collection<NodeInfo> nodes) {
        return nodes.stream()
                .map(node -> node.getInfo() instanceof TensorInfo info
                        ? new BackboneSignature.Tensor(
                                node.getName(),
                                info.type.name(),
                                Arrays.stream(info.getShape()).boxed().toList())
                        : new BackboneSignature.Tensor(node.getName(), "no tensor", List.of()))
                .toList();
    }

    @Override
    public FeatureExtractor open(Path file, BackboneManifest manifest) throws UnusableBackboneException {
        requireHash(file, manifest);
        Model model = load(file, manifest);
        OnnxFeatureExtractor extractor =
                new OnnxFeatureExtractor(model, manifest, description(), () -> profile(file, manifest));
        try {
            extractor.requireUsable();
            return extractor;
        } catch (UnusableBackboneException | RuntimeException e) {
            extractor.close();
            throw e;
        }
    }

    private static void requireHash(Path file, BackboneManifest manifest) throws UnusableBackboneException {
        MessageDigest digest = ContentHash.sha256();
        try (DigestInputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UnusableBackboneException(
                    "backbone %s: file %s cannot be read: %s".formatted(manifest.name(), file, e.getMessage()), e);
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(manifest.sha256().hex())) {
            throw new UnusableBackboneException("backbone %s: file %s has sha256 %s, its manifest says %s"
                    .formatted(manifest.name(), file, actual, manifest.sha256()));
        }
    }

    private Model load(Path file, BackboneManifest manifest) throws UnusableBackboneException {
        Path absolute = file.toAbsolutePath();
        Model model = engine.newModel(manifest.name(), Device.cpu());
        // DJL reads its own thread options only in pairs; ready session options say everything.
        try (SessionOptions options = sessionOptions(manifest)) {
            model.load(absolute.getParent(), absolute.getFileName().toString(), Map.of("sessionOptions", options));
            return model;
        } catch (OrtException | IOException | MalformedModelException e) {
            model.close();
            throw new UnusableBackboneException(
                    "backbone %s: %s cannot be loaded on %s: %s"
                            .formatted(manifest.name(), file, settings.provider(), rootMessage(e)),
                    e);
        } catch (UnusableBackboneException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private Map<String, Integer> profile(Path file, BackboneManifest manifest) {
        try (SessionOptions options = sessionOptions(manifest)) {
            return ExecutionProfile.take(file.toAbsolutePath(), options, OnnxFeatureExtractor.testSide(manifest));
        } catch (OrtException | IOException | UnusableBackboneException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the runtime does not say where backbone {0} runs: {1}",
                    manifest.name(),
                    e.getMessage());
            return Map.of();
        }
    }

    private SessionOptions sessionOptions(BackboneManifest manifest) throws OrtException, UnusableBackboneException {
        SessionOptions options = OnnxSessions.options(settings.effectiveThreads());
        try {
            // Threads that spin after a run take the cores from the search and the next frame's decoding
            // (docs/measurements.md).
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (settings.provider() != Provider.CPU) {
                requireAvailable();
                options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
            }
            switch (settings.provider()) {
                case CUDA -> options.addCUDA(settings.deviceId());
                case TENSORRT -> addTensorRt(options, manifest);
                case CPU -> options.addCPU(true);
            }
            return options;
        } catch (OrtException | UnusableBackboneException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    /** TensorRT, and CUDA for the operations that it leaves out; the CPU stays refused. */
    private void addTensorRt(SessionOptions options, BackboneManifest manifest) throws OrtException {
        // Loads TensorRT, whose version is only known from then on.
        try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(settings.deviceId())) {
            for (var option : TensorRtOptions.of(settings.tensorRt().precision(), engines(manifest))
                    .entrySet()) {
                tensorRt.add(option.getKey(), option.getValue());
            }
            options.addTensorrt(tensorRt);
        }
        options.addCUDA(settings.deviceId());
    }

    /** Where engines of a backbone are kept. None are where the machine does not say what they would be for: a start takes longer then. */
    private Optional<Path> engines(BackboneManifest manifest) {
        if (settings.tensorRt().cache().isEmpty()) {
            return Optional.empty();
        }
        Path cache = settings.tensorRt().cache().get();
        String reason = "this machine names no GPU %d or no TensorRT".formatted(settings.deviceId());
        try {
            Optional<EngineKey> key = EngineKey.find(
                    Accelerator.ofThisMachine(),
                    settings.deviceId(),
                    runtimeVersion(),
                    manifest.sha256(),
                    settings.tensorRt().precision());
            if (key.isPresent()) {
                return Optional.of(key.get().folder(cache));
            }
        } catch (IOException e) {
            reason = e.toString();
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "engines of backbone {0} are not kept in {1} and will be built at every start: {2}",
                manifest.name(),
                cache,
                reason);
        return Optional.empty();
    }

    private void requireAvailable() throws UnusableBackboneException {
        OrtProvider wanted = settings.provider() == Provider.CUDA ? OrtProvider.CUDA : OrtProvider.TENSOR_RT;
        var available = OrtEnvironment.getAvailableProviders();
        if (!available.contains(wanted)) {
            throw new UnusableBackboneException(
                    "execution provider %s is configured, but this ONNX Runtime %s has only %s"
                            .formatted(settings.provider(), runtimeVersion(), available));
        }
    }

    private String description() {
        String where =
                switch (settings.provider()) {
                    case CPU -> "CPU, %d threads".formatted(settings.effectiveThreads());
                    case CUDA -> "CUDA device %d%s".formatted(settings.deviceId(), gpu());
                    case TENSORRT ->
                        "TensorRT device %d%s, %s"
                                .formatted(
                                        settings.deviceId(),
                                        gpu(),
                                        settings.tensorRt().precision().word());
                };
        return "ONNX Runtime %s, %s".formatted(runtimeVersion(), where);
    }

    private String gpu() {
        try {
            return Accelerator.ofThisMachine()
                    .gpu(settings.deviceId())
                    .map(" (%s)"::formatted)
                    .orElse("");
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the system does not say which GPU it has: {0}", e.toString());
            return "";
        }
    }

    /** Version that this program was made for; empty where its jar does not say. */
    public static String expectedVersion() {
        return Optional.ofNullable(OrtEnvironment.class.getPackage().getImplementationVersion())
                .orElse("");
    }

    /** Loads the native library; its version. */
    public static String load() {
        try {
            Engine.getEngine(OnnxSessions.ENGINE);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "DJL only says that its engine is missing; the runtime itself says why",
                    e);
        }
        return runtimeVersion();
    }

    /** Version of the runtime that is loaded. */
    public static String runtimeVersion() {
        return OrtEnvironment.getEnvironment().getVersion();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
