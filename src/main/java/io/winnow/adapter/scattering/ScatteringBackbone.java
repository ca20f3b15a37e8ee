package io.winnow.adapter.scattering;

import static io.winnow.adapter.scattering.ScatteringFilters.ANGLES;
import static io.winnow.adapter.scattering.ScatteringFilters.SCALES;
import static io.winnow.adapter.scattering.ScatteringFilters.WAVELET_SIDE;

import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The two-layer wavelet scattering transform (Bruna and Mallat, Invariant Scattering Convolution Networks, 2013) as an ONNX
 * graph: a backbone that was never trained, carries no licence and is a few kilobytes small.
 *
 * <ol>
 *   <li>RGB in 0..1 becomes brightness and two opponent colours by an orthonormal matrix. Colours are transformed alike and
 *       independently, so they travel in the batch dimension.
 *   <li>At scales j = 0, 1, 2 the image, halved j times, is filtered by the wavelets of eight orientations, and the modulus
 *       is taken: first-layer envelopes U1.
 *   <li>Each envelope is treated the same way again at coarser scales only (j2 > j1), where nearly all of its energy lies
 *       (section 2.2 there): second-layer envelopes U2.
 *   <li>Image, U1 and U2 are averaged by a Gaussian and sampled every 2^J = 8 pixels: S0, S1, S2.
 *   <li>Envelopes are compressed by a logarithm, as their sizes follow power laws; the image average stays linear.
 * </ol>
 *
 * <p>Halving before the wavelet rather than widening the wavelet makes every convolution a small one. All grids share the
 * image's centre (see {@link ScatteringFilters#halfBand}).
 */
public final class ScatteringBackbone {
    /** Name of the built-in backbone. */
    public static final String NAME = "scattering_j3_l8";

    /** Name of the only output, {@code [N, 651, H / 8, W / 8]}. */
    public static final String OUTPUT = "scattering";

    /** Height and width of the input must be multiples of this. */
    public static final int SIZE_MULTIPLE = 1 << SCALES;

    private static final int COLOURS = 3;

    /** Envelopes well below this count as none; inputs are in 0..1. */
    private static final double LOG_FLOOR = 1e-3;

    private final OnnxGraph graph = new OnnxGraph(NAME);
    private final String wavelets = waveletWeights();
    private final List<String> outputs = new ArrayList<>();
    private int channels;

    private ScatteringBackbone() {}

    /** The bytes of the ONNX file, always the same. */
    public static byte[] generate() {
        return new ScatteringBackbone().build();
    }

    /** What the file's manifest says. */
    public static BackboneManifest manifest(byte[] file) {
        return new BackboneManifest(
                NAME,
                ContentHash.of(ByteBuffer.wrap(file)),
                "CC0-1.0",
                "written by: winnow backbone generate-scattering",
                Normalisation.NONE,
                SIZE_MULTIPLE,
                List.of(OUTPUT),
                true);
    }

    private byte[] build() {
        String image = graph.input("input", "N", COLOURS, "H", "W");
        String planes = graph.convolve(image, opponentWeights(), 1, 1);
        emit(average(planes, COLOURS, 0), COLOURS);
        for (int scale = 0; scale < SCALES; scale++) {
            String envelopes = envelopes(planes, COLOURS);
            emit(compress(average(envelopes, COLOURS * ANGLES, scale)), COLOURS * ANGLES);
            emitSecondLayer(envelopes, scale);
            if (scale + 1 < SCALES) {
                planes = halve(planes, COLOURS);
            }
        }
        String all = graph.concatenate(outputs, 1);
        graph.output(all, OUTPUT, "N", channels, "H / 8", "W / 8");
        return graph.toByteArray("Two-layer wavelet scattering transform, J = %d, L = %d (Bruna and Mallat 2013)"
                .formatted(SCALES, ANGLES));
    }

    private void emitSecondLayer(String firstLayer, int firstScale) {
        String planes = firstLayer;
        int count = COLOURS * ANGLES;
        for (int scale = firstScale + 1; scale < SCALES; scale++) {
            planes = halve(planes, count);
            String envelopes = envelopes(planes, count);
            emit(compress(average(envelopes, count * ANGLES, scale)), count * ANGLES);
        }
    }

    private void emit(String planes, int count) {
        outputs.add(planes);
        channels += count;
    }

    /** Modulus of all wavelet responses: {@code [N, count, h, w]} to {@code [N, count * ANGLES, h, w]}. */
    private String envelopes(String planes, int count) {
        int reach = WAVELET_SIDE / 2;
        String single = graph.reshape(graph.reflect(planes, reach, reach), -1, 1, 0, 0);
        String responses = graph.convolve(single, wavelets, 1, 1);
        String pairs = graph.reshape(responses, -1, 2, 0, 0);
        String modulus = graph.apply("Sqrt", graph.sum(graph.apply("Mul", pairs, pairs), 1));
        return graph.reshape(modulus, -1, count * ANGLES, 0, 0);
    }

    private String halve(String planes, int count) {
        return smooth(planes, count, ScatteringFilters.halfBand(), 2);
    }

    private String average(String planes, int count, int scale) {
        return smooth(planes, count, ScatteringFilters.gaussian(scale), 1 << (SCALES - scale));
    }

    /**
     * Filters each plane by itself along both axes, sampled in the middle of each block of {@code stride} pixels. The filter
     * has even length. One two-dimensional convolution is faster here than two of one dimension: few outputs are computed.
     */
    private String smooth(String planes, int count, double[] taps, int stride) {
        int border = (taps.length - stride) / 2;
        double[] weights = new double[count * taps.length * taps.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = taps[i / taps.length % taps.length] * taps[i % taps.length];
        }
        return graph.convolveEach(
                graph.reflect(planes, border, border),
                graph.floats(weights, count, 1, taps.length, taps.length),
                count,
                stride);
    }

    private String compress(String planes) {
        String floor = graph.floats(new double[] {LOG_FLOOR});
        return graph.apply("Log", graph.apply("Add", planes, floor));
    }

    private String opponentWeights() {
        double third = StrictMath.sqrt(1.0 / 3);
        double half = StrictMath.sqrt(1.0 / 2);
        double sixth = StrictMath.sqrt(1.0 / 6);
        double[] weights = {third, third, third, half, -half, 0, sixth, sixth, -2 * sixth};
        return graph.floats(weights, COLOURS, COLOURS, 1, 1);
    }

    private String waveletWeights() {
        double[][] filters = ScatteringFilters.wavelets();
        int area = WAVELET_SIDE * WAVELET_SIDE;
        double[] weights = new double[filters.length * area];
        for (int i = 0; i < filters.length; i++) {
            System.arraycopy(filters[i], 0, weights, i * area, area);
        }
        return graph.floats(weights, filters.length, 1, WAVELET_SIDE, WAVELET_SIDE);
    }
}
