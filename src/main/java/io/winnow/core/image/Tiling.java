package io.winnow.core.image;

/**
 * How a large input goes through a backbone: in overlapping square tiles instead of as a whole, so that an image need not be shrunk
 * until small defects vanish, and memory stays that of one tile.
 *
 * @param side of a tile in pixels of the input
 * @param overlap of neighbouring tiles in pixels, at most half a side; half of it is taken from either tile
 */
public record Tiling(int side, int overlap) {
    public Tiling {
        if (side < 1 || overlap < 0 || overlap > side / 2) {
            throw new IllegalArgumentException(
                    "tiles of %d pixels that overlap by %d: the side must be at least 1, the overlap 0 to half of it"
                            .formatted(side, overlap));
        }
    }

    @Override
    public String toString() {
        return "tiles of %d overlapping by %d".formatted(side, overlap);
    }
}
