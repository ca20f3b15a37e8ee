package io.winnow.core.feature;

import java.util.List;

/**
 * What quantising a backbone costs and gains.
 *
 * @param calibration how value ranges were found, for people: {@code "min-max"} or {@code "percentile 99.99"}
 * @param calibrationImages images that ranges were taken from
 * @param heldOutImages images that errors and times were measured on
 * @param layers convolutions, additions and concatenations of the graph
 * @param float32Layers names of those that stay in float32
 * @param errors of each output, in the manifest's order
 * @param float32Bytes size of the file that was quantised
 * @param int8Bytes size of the file that came of it
 * @param float32Millis median time for one image
 * @param int8Millis median time for one image, measured in turns with the other
 */
public record Quantisation(
        String calibration,
        int calibrationImages,
        int heldOutImages,
        int layers,
        List<String> float32Layers,
        List<OutputError> errors,
        long float32Bytes,
        long int8Bytes,
        double float32Millis,
        double int8Millis) {
    /**
     * How far an output is from what float32 gives.
     *
     * @param relative root of the mean squared difference, as a share of the root of the mean square
     */
    public record OutputError(String output, double relative) {}

    public Quantisation {
        float32Layers = List.copyOf(float32Layers);
        errors = List.copyOf(errors);
    }

    /** The largest error of all outputs. */
    public double largestError() {
        return errors.stream().mapToDouble(OutputError::relative).max().orElse(0);
    }

    /** How many times faster it is than float32. */
    public double timesFaster() {
        return float32Millis / int8Millis;
    }
}
