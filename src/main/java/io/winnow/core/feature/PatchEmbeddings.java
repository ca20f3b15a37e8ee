package io.winnow.core.feature;

import io.winnow.core.index.FloatMatrix;
import java.util.List;

/**
 * One vector for each patch of an image: row {@code y * gridWidth + x} of {@code vectors} belongs to the patch in row y and
 * column x of the grid. Immutable by agreement, thread-safe.
 *
 * @param gridHeight patches from top to bottom
 * @param gridWidth patches from left to right
 * @param levels number of leading columns of each feature level, in order; their sum is the dimension
 * @param vectors {@code [gridHeight * gridWidth, dimension]}
 */
public record PatchEmbeddings(int gridHeight, int gridWidth, List<Integer> levels, FloatMatrix vectors) {
    public PatchEmbeddings {
        levels = List.copyOf(levels);
        if (vectors.rows() != gridHeight * gridWidth) {
            throw new IllegalArgumentException("grid %dx%d has %d patches, matrix has %d rows"
                    .formatted(gridHeight, gridWidth, gridHeight * gridWidth, vectors.rows()));
        }
        int columns = levels.stream().mapToInt(Integer::intValue).sum();
        if (columns != vectors.columns()) {
            throw new IllegalArgumentException(
                    "levels %s sum to %d, matrix has %d columns".formatted(levels, columns, vectors.columns()));
        }
    }

    /** Number of patches. */
    public int patches() {
        return vectors.rows();
    }

    /** Length of each vector. */
    public int dimension() {
        return vectors.columns();
    }
}
