package io.winnow.adapter.simulation;

import java.util.SplittableRandom;
import org.opencv.core.Core;

/** OpenCV draws from a generator of the calling thread, which must be seeded before every use to be repeatable. */
final class OpenCvRandom {
    private OpenCvRandom() {}

    static void seed(SplittableRandom random) {
        Core.setRNGSeed(random.nextInt(1, Integer.MAX_VALUE));
    }
}
