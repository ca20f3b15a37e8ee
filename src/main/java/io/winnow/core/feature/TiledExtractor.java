package io.winnow.core.feature;

import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Tiling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a backbone over overlapping tiles and puts its maps together to those of the whole input. Where tiles overlap, each cell comes
 * from the tile in whose middle it lies deeper: a network sees zeros beyond a tile's edge, which only its outer cells notice.
 *
 * <p>Tiles begin at multiples of what the backbone asks its input sizes to be multiples of, so that the cells of all tiles fall on one
 * grid. Thread-safe as the backbone is; closing it closes the backbone.
 */
public final class TiledExtractor implements FeatureExtractor {
    private static final int COLOURS = 3;

    private final FeatureExtractor backbone;
    private final Tiling tiling;

    /** @throws IllegalArgumentException when side or overlap are no multiples of what the backbone asks for */
    public TiledExtractor(FeatureExtractor backbone, Tiling tiling) {
        requireFits(tiling, backbone.manifest());
        this.backbone = backbone;
        this.tiling = tiling;
    }

    /** @throws IllegalArgumentException when side or overlap are no multiples of what the backbone asks for */
    public static void requireFits(Tiling tiling, BackboneManifest manifest) {
        int multiple = manifest.sizeMultiple();
        if (tiling.side() % multiple != 0 || tiling.overlap() % multiple != 0) {
            throw new IllegalArgumentException(
                    "%s: backbone %s needs both to be multiples of %d".formatted(tiling, manifest.name(), multiple));
        }
    }

    @Override
    public BackboneManifest manifest() {
        return backbone.manifest();
    }

    @Override
    public String executionProvider() {
        return backbone.executionProvider();
    }

    @Override
    public Map<String, Integer> operationsByProvider() {
        return backbone.operationsByProvider();
    }

    @Override
    public List<FeatureMap> extract(InputTensor input) {
        List<Span> rows = spans(input.size().height());
        List<Span> columns = spans(input.size().width());
        if (rows.size() == 1 && columns.size() == 1) {
            return backbone.extract(input);
        }
        List<Whole> wholes = new ArrayList<>();
        InputTensor tile = new InputTensor(
                new ImageSize(rows.get(0).length(), columns.get(0).length()));
        for (Span row : rows) {
            for (Span column : columns) {
                copy(input, row.from(), column.from(), tile);
                List<FeatureMap> maps = backbone.extract(tile);
                for (int level = 0; level < maps.size(); level++) {
                    if (wholes.size() == level) {
                        wholes.add(new Whole(maps.get(level), tile.size(), input.size()));
                    }
                    wholes.get(level).place(maps.get(level), row, column);
                }
            }
        }
        return wholes.stream().map(Whole::map).toList();
    }

    /**
     * Where a tile lies along one axis.
     *
     * @param from first pixel
     * @param length in pixels
     * @param ownFrom first pixel whose cells are taken from it
     * @param ownTo first pixel beyond those
     */
    private record Span(int from, int length, int ownFrom, int ownTo) {}

    private List<Span> spans(int size) {
        int length = Math.min(tiling.side(), size);
        int step = tiling.side() - tiling.overlap();
        List<Integer> starts = new ArrayList<>();
        for (int from = 0; from + length < size; from += step) {
            starts.add(from);
        }
        starts.add(size - length);
        List<Span> spans = new ArrayList<>();
        int own = 0;
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? middle(starts.get(i) + length, starts.get(i + 1)) : size;
            spans.add(new Span(starts.get(i), length, own, end));
            own = end;
        }
        return spans;
    }

    /** Of the overlap between the end of one tile and the start of the next, on the backbone's grid. */
    private int middle(int end, int start) {
        int multiple = manifest().sizeMultiple();
        return (start + end) / 2 / multiple * multiple;
    }

    private static void copy(InputTensor input, int top, int left, InputTensor tile) {
        FloatBuffer source = input.values();
        FloatBuffer target = tile.values();
        ImageSize whole = input.size();
        ImageSize part = tile.size();
        for (int colour = 0; colour < COLOURS; colour++) {
            for (int y = 0; y < part.height(); y++) {
                int from = (colour * whole.height() + top + y) * whole.width() + left;
                target.put((colour * part.height() + y) * part.width(), source, from, part.width());
            }
        }
    }

    /** One level's map of the whole input, filled tile by tile. */
    private static final class Whole {
        private final String name;
        private final int channels;
        private final int strideY;
        private final int strideX;
        private final int height;
        private final int width;
        private final FloatBuffer values;

        Whole(FeatureMap ofTile, ImageSize tile, ImageSize input) {
            name = ofTile.name();
            channels = ofTile.channels();
            strideY = stride(ofTile, tile.height(), ofTile.height());
            strideX = stride(ofTile, tile.width(), ofTile.width());
            height = input.height() / strideY;
            width = input.width() / strideX;
            values = ByteBuffer.allocateDirect(Math.toIntExact((long) channels * height * width * Float.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }

        private static int stride(FeatureMap map, int pixels, int cells) {
            if (pixels % cells != 0) {
                throw new IllegalStateException(
                        "output %s has %d cells for %d pixels of a tile: tiling needs a whole number of pixels a cell"
                                .formatted(map.name(), cells, pixels));
            }
            return pixels / cells;
        }

        void place(FeatureMap tile, Span row, Span column) {
            int firstY = row.ownFrom() / strideY;
            int lastY = row.ownTo() / strideY;
            int firstX = column.ownFrom() / strideX;
            int count = column.ownTo() / strideX - firstX;
            int offsetY = row.from() / strideY;
            int offsetX = column.from() / strideX;
            for (int c = 0; c < channels; c++) {
                for (int y = firstY; y < lastY; y++) {
                    int from = (c * tile.height() + y - offsetY) * tile.width() + firstX - offsetX;
                    values.put((c * height + y) * width + firstX, tile.values(), from, count);
                }
            }
        }

        FeatureMap map() {
            return new FeatureMap(name, channels, height, width, values);
        }
    }

    @Override
    public void close() {
        backbone.close();
    }
}
