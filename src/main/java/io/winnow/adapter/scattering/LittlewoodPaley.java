package io.winnow.adapter.scattering;

import static io.winnow.adapter.scattering.ScatteringFilters.SCALES;
import static io.winnow.adapter.scattering.ScatteringFilters.WAVELET_SIDE;

/**
 * How much of each frequency's energy one layer of the transform keeps (Bruna and Mallat 2013, equation 4): the squared
 * responses of the low-pass and of all wavelets. At most one everywhere means that the transform expands no difference; near
 * one means that it loses little. Frequencies are in radians per pixel of the full image.
 *
 * <p>Images are real, so a frequency counts together with its opposite; the mean of a complex filter's two squared responses
 * is the sum of those of its real and imaginary parts, which is what is computed.
 */
final class LittlewoodPaley {
    /** Frequencies looked at along each axis of [0, 2 pi) when filters are scaled. */
    private static final int FREQUENCIES = 64;

    private LittlewoodPaley() {}

    /** The factor that makes the wavelets' energy fill up what the low-pass leaves, and exceed it nowhere. */
    static double largestAdmissibleFactor(double[][] filters) {
        double largest = Double.POSITIVE_INFINITY;
        for (int v = 0; v <= FREQUENCIES / 2; v++) {
            for (int u = 0; u < FREQUENCIES; u++) {
                if (v + u > 0) {
                    double vertical = 2 * StrictMath.PI * v / FREQUENCIES;
                    double horizontal = 2 * StrictMath.PI * u / FREQUENCIES;
                    double left = 1 - lowPass(vertical, horizontal);
                    largest = Math.min(largest, left / wavelets(filters, vertical, horizontal));
                }
            }
        }
        return StrictMath.sqrt(largest);
    }

    /** Low-pass and wavelets together. */
    static double sum(double[][] filters, double vertical, double horizontal) {
        return lowPass(vertical, horizontal) + wavelets(filters, vertical, horizontal);
    }

    private static double wavelets(double[][] filters, double vertical, double horizontal) {
        double[] halfBand = ScatteringFilters.halfBand();
        double total = 0;
        double passed = 1;
        for (int scale = 0; scale < SCALES; scale++) {
            int step = 1 << scale;
            total += passed * bank(filters, step * vertical, step * horizontal);
            passed *= square(response(halfBand, step * vertical) * response(halfBand, step * horizontal));
        }
        return total;
    }

    private static double lowPass(double vertical, double horizontal) {
        double[] gaussian = ScatteringFilters.gaussian(0);
        return square(response(gaussian, vertical) * response(gaussian, horizontal));
    }

    private static double bank(double[][] filters, double vertical, double horizontal) {
        int reach = WAVELET_SIDE / 2;
        double[] cos = new double[WAVELET_SIDE * WAVELET_SIDE];
        double[] sin = new double[WAVELET_SIDE * WAVELET_SIDE];
        for (int y = -reach, i = 0; y <= reach; y++) {
            for (int x = -reach; x <= reach; x++, i++) {
                cos[i] = StrictMath.cos(vertical * y + horizontal * x);
                sin[i] = StrictMath.sin(vertical * y + horizontal * x);
            }
        }
        double total = 0;
        for (double[] filter : filters) {
            total += square(dot(filter, cos)) + square(dot(filter, sin));
        }
        return total;
    }

    /** Response of a symmetric filter of even length; real, but for the phase of its half-sample delay. */
    private static double response(double[] taps, double frequency) {
        double total = 0;
        for (int i = 0; i < taps.length; i++) {
            total += taps[i] * StrictMath.cos(frequency * (i - (taps.length - 1) / 2.0));
        }
        return total;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double square(double value) {
        return value * value;
    }
}
