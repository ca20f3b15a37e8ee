package io.winnow.core.feature;

import java.nio.FloatBuffer;

/**
 * One output of a backbone for one image: float32, layout {@code [channels, height, width]}, from the buffer's position to its
 * limit. Immutable by agreement, thread-safe.
 */
public record FeatureMap(String name, int channels, int height, int width, FloatBuffer values) {
    public FeatureMap {
        long expected = (long) channels * height * width;
        if (channels < 1 || height < 1 || width < 1 || values.remaining() != expected) {
            throw new IllegalArgumentException("feature map %s is [%d, %d, %d], buffer has %d values"
                    .formatted(name, channels, height, width, values.remaining()));
        }
        values = values.slice();
    }
}
