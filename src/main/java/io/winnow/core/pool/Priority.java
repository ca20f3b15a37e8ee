package io.winnow.core.pool;

import io.winnow.core.image.ContentHash;

/**
 * The place of a frame in the draw: a number in [0, 1) that depends on the seed and the image alone, uniform over images. The k
 * frames with the lowest numbers are a uniform sample without replacement of all frames that were offered, whenever one looks
 * (bottom-k sampling; Cohen and Kaplan, PODC 2007; with equal weights the reservoir of Efraimidis and Spirakis, 2006). Nothing has
 * to be remembered between starts, and a frame that is offered twice has the same place twice.
 */
final class Priority {
    private static final double SPAN = 0x1p-53;

    private Priority() {}

    static double of(long seed, ContentHash image) {
        // SHA-256 is uniform already; the seed only has to pick another one of many orders.
        long bits = Long.parseUnsignedLong(image.hex().substring(0, 16), 16);
        return (mix(bits ^ mix(seed)) >>> 11) * SPAN;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
