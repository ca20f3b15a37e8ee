package io.winnow.core.evaluation;

/** Checks of sizes, with messages that name both. */
final class Shapes {
    private Shapes() {}

    static void requireSize(String what, int height, int width, int count) {
        if (height < 1 || width < 1 || count < 1) {
            throw new IllegalArgumentException(
                    "%d of %s, each %dx%d (height x width); must be at least 1 of at least 1x1"
                            .formatted(count, what, height, width));
        }
    }

    static void requireLength(String what, int index, int height, int width, int length) {
        if (length != (long) height * width) {
            throw new IllegalArgumentException("%s %d has %d values, must have %d for %dx%d (height x width)"
                    .formatted(what, index, length, (long) height * width, height, width));
        }
    }

    static void requireSame(ScoreMaps maps, Masks masks) {
        if (maps.count() != masks.count() || maps.height() != masks.height() || maps.width() != masks.width()) {
            throw new IllegalArgumentException("score maps are %dx%dx%d, masks are %dx%dx%d (count x height x width)"
                    .formatted(
                            maps.count(), maps.height(), maps.width(), masks.count(), masks.height(), masks.width()));
        }
    }
}
