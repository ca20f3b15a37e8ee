package io.winnow.core.inspection;

/**
 * Version of a station's model, counted from 1; written {@code v17}.
 *
 * @throws IllegalArgumentException when the number is below 1
 */
public record ModelVersion(int number) implements Comparable<ModelVersion> {
    public ModelVersion {
        if (number < 1) {
            throw new IllegalArgumentException("model version %d must be at least 1".formatted(number));
        }
    }

    /** Reads {@code v17}. */
    public static ModelVersion parse(String text) {
        if (!text.matches("v[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("model version '%.20s' must look like v17".formatted(text));
        }
        return new ModelVersion(Integer.parseInt(text.substring(1)));
    }

    @Override
    public int compareTo(ModelVersion other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "v" + number;
    }
}
