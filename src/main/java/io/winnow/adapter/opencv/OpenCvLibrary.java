package io.winnow.adapter.opencv;

import nu.pattern.OpenCV;
import org.opencv.core.Core;

/** The native library, loaded once for the whole process by whatever needs it first. Thread-safe. */
public final class OpenCvLibrary {
    /** Names a library that is unpacked already; without it, the one that comes along is unpacked at every start. */
    private static final String OWN = "winnow.opencv.library";

    private static boolean loaded;

    private OpenCvLibrary() {}

    /**
     * Loads the library unless it is loaded; takes about a second the first time.
     *
     * @throws IllegalStateException when there is none for this machine, or it cannot be unpacked or linked
     */
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        try {
            String own = System.getProperty(OWN);
            if (own == null) {
                OpenCV.loadLocally();
            } else {
                System.load(own);
            }
        } catch (LinkageError | RuntimeException e) {
            throw new IllegalStateException(
                    "OpenCV's native library cannot be loaded on %s %s: %s"
                            .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), e.getMessage()),
                    e);
        }
        loaded = true;
    }

    /** Version that this program was made for. */
    public static String expectedVersion() {
        return Core.VERSION;
    }

    /** Version of the loaded library, for health and manifests. */
    public static String version() {
        load();
        return Core.getVersionString();
    }
}
