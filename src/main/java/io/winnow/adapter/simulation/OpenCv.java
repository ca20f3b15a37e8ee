package io.winnow.adapter.simulation;

/** Loads OpenCV for the simulation, which knows no other adapter. */
final class OpenCv {
    private static boolean loaded;

    private OpenCv() {}

    static synchronized void load() {
        if (!loaded) {
            nu.pattern.OpenCV.loadLocally();
            loaded = true;
        }
    }
}
