package io.winnow.adapter.onnx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this machine computes on, as its system files name it: neither ONNX Runtime's Java side nor TensorRT's engines do. Reads files
 * only, so that asking costs nothing where there is no GPU.
 */
final class Accelerator {
    private static final Pattern MODEL = Pattern.compile("(?m)^Model:\\s*(.+)$");
    private static final Pattern DRIVER = Pattern.compile("Kernel Module(?:[^0-9]*)\\s([0-9][0-9.]+)");
    private static final Pattern TENSORRT = Pattern.compile("libnvinfer\\.so\\.([0-9]+(?:\\.[0-9]+)*)");

    private final Path root;

    /** @param root of the file system; another one in tests */
    Accelerator(Path root) {
        this.root = root;
    }

    static Accelerator ofThisMachine() {
        return new Accelerator(Path.of("/"));
    }

    /** The GPU with a number, and its driver; on a Jetson the board, whose GPU is part of it. Empty where the system names none. */
    Optional<String> gpu(int device) throws IOException {
        Optional<String> card = card(device);
        Optional<String> found = card.isPresent() ? card : board();
        Optional<String> driver = first(DRIVER, root.resolve("proc/driver/nvidia/version"));
        return found.map(
                name -> driver.map(version -> name + ", driver " + version).orElse(name));
    }

    /** Cards are numbered by their place on the bus, as with CUDA_DEVICE_ORDER=PCI_BUS_ID. */
    private Optional<String> card(int device) throws IOException {
        Path cards = root.resolve("proc/driver/nvidia/gpus");
        if (!Files.isDirectory(cards)) {
            return Optional.empty();
        }
        List<Path> all;
        try (Stream<Path> found = Files.list(cards)) {
            all = found.sorted().toList();
        }
        return device < all.size() ? first(MODEL, all.get(device).resolve("information")) : Optional.empty();
    }

    private Optional<String> board() throws IOException {
        Path model = root.resolve("proc/device-tree/model");
        Path release = root.resolve("etc/nv_tegra_release");
        if (!Files.isReadable(model) || !Files.isReadable(release)) {
            return Optional.empty();
        }
        String name = text(model).replace("\0", "").strip();
        String version = text(release).lines().findFirst().orElse("").replaceFirst("^#\\s*", "");
        return Optional.of("%s, L4T %s".formatted(name, version.strip()));
    }

    /** Version of the TensorRT that this process has loaded; empty before it is loaded. */
    Optional<String> tensorRt() throws IOException {
        return first(TENSORRT, root.resolve("proc/self/maps"));
    }

    private static Optional<String> first(Pattern pattern, Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(text(file));
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }

    /** Paths in maps need not be UTF-8; each byte is taken as one character. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
