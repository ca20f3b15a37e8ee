package io.winnow.adapter.faiss;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Loads the native library once a process: from the class path, through a file in the user's cache folder whose name is the
 * hash of its content.
 */
final class NativeLibrary {
    /** As people are told. */
    static final String EXPECTED = "interface " + NativeMethods.ABI_VERSION;

    private static final String FILE_NAME = "libwinnow_faiss.so";

    /** Names a library file of the user's own build, in place of the one on the class path. */
    private static final String OWN = "winnow.faiss.library";

    private static @Nullable String version;
    private static @Nullable FaissUnavailableException failure;

    private NativeLibrary() {}

    /**
     * Loads the library unless that has been done.
     *
     * @return name and version for people: {@code "faiss 1.7.3 (avx2)"}
     */
    static synchronized String require() throws FaissUnavailableException {
        if (failure != null) {
            throw failure;
        }
        if (version == null) {
            try {
                String own = System.getProperty(OWN);
                version = own == null ? load("/native/" + platform() + "/" + FILE_NAME) : loadFile(Path.of(own));
            } catch (FaissUnavailableException e) {
                failure = e;
                throw e;
            }
        }
        return version;
    }

    static String load(String resource) throws FaissUnavailableException {
        try (InputStream content = NativeLibrary.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new FaissUnavailableException(
                        "native search library " + resource + " is not on the class path: not built for this platform");
            }
            System.load(extract(content.readAllBytes()).toString());
        } catch (IOException e) {
            throw new FaissUnavailableException("native search library cannot be extracted: " + e.getMessage(), e);
        } catch (UnsatisfiedLinkError e) {
            throw new FaissUnavailableException(
                    "native search library does not load (it needs libopenblas0, libgomp1 and libgfortran5): "
                            + e.getMessage(),
                    e);
        }
        return handshake();
    }

    private static String loadFile(Path own) throws FaissUnavailableException {
        try {
            System.load(own.toAbsolutePath().toString());
        } catch (UnsatisfiedLinkError e) {
            throw new FaissUnavailableException(
                    "%s, named by -D%s, does not load: %s".formatted(own, OWN, e.getMessage()), e);
        }
        return handshake();
    }

    private static String handshake() throws FaissUnavailableException {
        try {
            int abi = NativeMethods.abiVersion();
            if (abi != NativeMethods.ABI_VERSION) {
                throw new FaissUnavailableException(
                        "native search library has interface version %d, this program needs %d"
                                .formatted(abi, NativeMethods.ABI_VERSION));
            }
            return "faiss %s (%s)".formatted(NativeMethods.faissVersion(), NativeMethods.instructionSet());
        } catch (UnsatisfiedLinkError e) {
            throw new FaissUnavailableException("native search library lacks a function: " + e.getMessage(), e);
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return system + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
    }

    private static Path extract(byte[] content) throws IOException {
        Path folder = cacheFolder().resolve(sha256(content));
        Path file = folder.resolve(FILE_NAME);
        if (Files.isRegularFile(file) && sha256(Files.readAllBytes(file)).equals(sha256(content))) {
            return file;
        }
        Files.createDirectories(folder);
        Path partial = Files.createTempFile(folder, FILE_NAME, ".partial");
        try {
            Files.write(partial, content);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
        return file;
    }

    /** The user's cache folder, or a new temporary one where there is no such folder to write to. */
    private static Path cacheFolder() throws IOException {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path caches = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        try {
            return Files.createDirectories(caches.resolve("winnow").resolve("native"));
        } catch (IOException e) {
            Path temporary = Files.createTempDirectory("winnow-native");
            temporary.toFile().deleteOnExit();
            return temporary;
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
