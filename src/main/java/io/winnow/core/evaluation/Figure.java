package io.winnow.core.evaluation;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * A metric's value, or the reason why there is none: an undefined figure is neither 0 nor NaN. Immutable and thread-safe.
 */
public sealed interface Figure {
    /** A figure that has a value, which must be finite. */
    record Defined(double value) implements Figure {
        public Defined {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        "figure is " + value + ", must be finite or undefined with a reason");
            }
        }
    }

    /** A figure that the data does not define, and why, such as {@code "no anomalous image"}. */
    record Undefined(String why) implements Figure {}

    /** A figure with a finite value. */
    static Figure of(double value) {
        return new Defined(value);
    }

    /** A figure without a value. */
    static Figure undefined(String why) {
        return new Undefined(why);
    }

    /** The value, empty where undefined. */
    default OptionalDouble optional() {
        return this instanceof Defined defined ? OptionalDouble.of(defined.value()) : OptionalDouble.empty();
    }

    /** Why there is no value, empty where there is one. */
    default Optional<String> reason() {
        return this instanceof Undefined undefined ? Optional.of(undefined.why()) : Optional.empty();
    }

    /** The value computed from this one; undefined stays undefined for the same reason. */
    default Figure map(DoubleUnaryOperator function) {
        return this instanceof Defined defined ? of(function.applyAsDouble(defined.value())) : this;
    }
}
