package io.winnow.app;

import java.nio.file.Path;
import java.util.Optional;
import org.opencv.core.Core;

/**
 * What is different when this program runs as a native executable: native libraries and models lie in folders beside it, and no jar
 * knows its version.
 */
public final class NativeExecutable {
    /** Says {@code buildtime} or {@code runtime} in an executable, nothing on a Java virtual machine. */
    private static final String KIND = "org.graalvm.nativeimage.imagecode";

    private static final String LIBRARIES = "lib";

    /** Known while the executable is built, which is when this class is initialised (application.properties). */
    private static final Optional<String> VERSION = Optional.ofNullable(System.getProperty("winnow.version"));

    private NativeExecutable() {}

    /** Whether this is one. */
    public static boolean running() {
        return "runtime".equals(System.getProperty(KIND));
    }

    /** Version that was built; empty on a Java virtual machine, where the jar says it. */
    static Optional<String> version() {
        return VERSION;
    }

    /** Says where its libraries and models lie, as the launcher does for the jar; options of the command line win. */
    static void settle() {
        if (running()) {
            Path folder = folder();
            Path libraries = folder.resolve(LIBRARIES);
            setDefault("winnow.home", folder);
            setDefault("onnxruntime.native.path", libraries);
            setDefault("org.sqlite.lib.path", libraries);
            // SQLite's driver looks here for what it unpacked earlier; in /tmp that takes as long as /tmp is full.
            setDefault("org.sqlite.tmpdir", libraries);
            setDefault("winnow.opencv.library", libraries.resolve(System.mapLibraryName(Core.NATIVE_LIBRARY_NAME)));
            setDefault("winnow.faiss.library", libraries.resolve(System.mapLibraryName("winnow_faiss")));
        }
    }

    private static Path folder() {
        String executable = ProcessHandle.current()
                .info()
                .command()
                .orElseThrow(() -> new IllegalStateException("the system does not say where this executable lies"));
        return Path.of(executable).toAbsolutePath().resolveSibling("").normalize();
    }

    private static void setDefault(String property, Path value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value.toString());
        }
    }
}
