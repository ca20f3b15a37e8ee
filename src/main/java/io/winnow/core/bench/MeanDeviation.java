package io.winnow.core.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Mean and sample standard deviation of a figure over seeds.
 *
 * @param mean of all values
 * @param deviation with n - 1, empty for a single value
 * @param count number of values
 */
public record MeanDeviation(double mean, OptionalDouble deviation, int count) {
    /** Of some values; empty for none. */
    public static Optional<MeanDeviation> of(List<Double> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        if (values.size() == 1) {
            return Optional.of(new MeanDeviation(mean, OptionalDouble.empty(), 1));
        }
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return Optional.of(
                new MeanDeviation(mean, OptionalDouble.of(Math.sqrt(squares / (values.size() - 1))), values.size()));
    }
}
