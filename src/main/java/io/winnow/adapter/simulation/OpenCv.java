package io.winnow.adapter.simulation;

/** Loads OpenCV for the simulation, which knows no other adapter: a library that is unpacked already, or the one in the jar. */
final class OpenCv {
    private static boolean loaded;

    private OpenCv() {}

    static synchronized void load() {
        if (!loaded) {
            String own = System.getProperty("winnow.opencv.library");
            if (own == null) {
                nu.pattern.OpenCV.loadLocally();
            } else {
                System.load(own);
            }
            loaded = true;
        }
    }
}
