package io.winnow.adapter.scattering;

/**
 * The filters of the scattering transform (Bruna and Mallat 2013, section 2.1), all in closed form.
 *
 * <p>Three of them make the whole transform, used again at every scale on ever smaller images: a bank of Morlet wavelets of
 * {@value #ANGLES} orientations, a half-band low-pass for halving an image without aliasing, and the Gaussian of the final
 * average. {@link StrictMath} makes them the same on every machine.
 */
final class ScatteringFilters {
    /** Number of dyadic scales, J. */
    static final int SCALES = 3;

    /** Number of orientations in [0, pi), L. */
    static final int ANGLES = 8;

    /** Side of a wavelet's square support. */
    static final int WAVELET_SIDE = 9;

    private static final int HALF_BAND_TAPS = 12;

    /** Centre frequency of the finest wavelets in radians per pixel. */
    private static final double CENTRE_FREQUENCY = 0.75 * StrictMath.PI;

    /** Deviation of the finest wavelets' envelope along the wave, in pixels. */
    private static final double SIGMA = 0.8;

    /** Ratio of the envelope's deviations along and across the wave. */
    private static final double SLANT = 4.0 / ANGLES;

    /** How many deviations the final Gaussian reaches. */
    private static final double GAUSSIAN_REACH = 3;

    private ScatteringFilters() {}

    /**
     * Morlet wavelets {@code (exp(i k u) - b) exp(-|u|^2 / 2 sigma^2)} with an elliptic envelope, {@code b} such that the mean is
     * zero; all share one factor, which makes the Littlewood-Paley sum reach one and stay there.
     *
     * @return {@code [2 * ANGLES][side * side]}: real and imaginary part of each orientation in turn
     */
    static double[][] wavelets() {
        double[][] filters = new double[2 * ANGLES][];
        for (int angle = 0; angle < ANGLES; angle++) {
            double[][] parts = morlet(StrictMath.PI * angle / ANGLES);
            filters[2 * angle] = parts[0];
            filters[2 * angle + 1] = parts[1];
        }
        double factor = LittlewoodPaley.largestAdmissibleFactor(filters);
        for (double[] filter : filters) {
            scale(filter, factor);
        }
        return filters;
    }

    private static double[][] morlet(double angle) {
        int reach = WAVELET_SIDE / 2;
        int size = WAVELET_SIDE * WAVELET_SIDE;
        double[] envelope = new double[size];
        double[] real = new double[size];
        double[] imaginary = new double[size];
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        for (int y = -reach, i = 0; y <= reach; y++) {
            for (int x = -reach; x <= reach; x++, i++) {
                double along = x * cos + y * sin;
                double across = SLANT * (y * cos - x * sin);
                envelope[i] = StrictMath.exp(-(along * along + across * across) / (2 * SIGMA * SIGMA));
                real[i] = envelope[i] * StrictMath.cos(CENTRE_FREQUENCY * along);
                imaginary[i] = envelope[i] * StrictMath.sin(CENTRE_FREQUENCY * along);
            }
        }
        double offset = sum(real) / sum(envelope);
        for (int i = 0; i < size; i++) {
            real[i] -= offset * envelope[i];
        }
        return new double[][] {real, imaginary};
    }

    /**
     * A low-pass for halving one axis: a sinc with its cut-off at half the band under a Hann window. Its even length puts each
     * output in the middle between two inputs, so that grids of all scales share the image's centre.
     */
    static double[] halfBand() {
        double[] taps = new double[HALF_BAND_TAPS];
        for (int i = 0; i < HALF_BAND_TAPS; i++) {
            double u = i - (HALF_BAND_TAPS - 1) / 2.0;
            double window = 0.5 + 0.5 * StrictMath.cos(2 * StrictMath.PI * u / (HALF_BAND_TAPS + 1));
            taps[i] = window * StrictMath.sin(StrictMath.PI * u / 2) / (StrictMath.PI * u);
        }
        scale(taps, 1 / sum(taps));
        return taps;
    }

    /**
     * The Gaussian of the final average, {@code 0.8 * 2^(J-1)} pixels wide, for one axis of an image that was already halved
     * {@code scale} times. Even length, like the half-band.
     */
    static double[] gaussian(int scale) {
        double sigma = SIGMA * (1 << (SCALES - 1)) / (1 << scale);
        int stride = 1 << (SCALES - scale);
        int half = Math.max((int) StrictMath.ceil(GAUSSIAN_REACH * sigma), stride / 2);
        double[] taps = new double[2 * half];
        for (int i = 0; i < taps.length; i++) {
            double u = i - half + 0.5;
            taps[i] = StrictMath.exp(-u * u / (2 * sigma * sigma));
        }
        scale(taps, 1 / sum(taps));
        return taps;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
