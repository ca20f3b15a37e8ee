package io.winnow.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.image.RegionShape.Box;
import io.winnow.core.image.RegionShape.PixelMask;
import io.winnow.core.image.RegionShape.Point;
import io.winnow.core.image.RegionShape.Polygon;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionShapeTest {
    private static String drawn(RegionShape shape, int height, int width, RegionOfInterest looked) {
        byte[] mask = new byte[height * width];
        RegionRaster.fill(mask, new ImageSize(height, width), looked, shape, (byte) 1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < mask.length; i++) {
            text.append(mask[i] == 0 ? '.' : '#').append((i + 1) % width == 0 ? "\n" : "");
        }
        return text.toString();
    }

    private static String drawn(RegionShape shape, int height, int width) {
        return drawn(shape, height, width, RegionOfInterest.WHOLE);
    }

    private static List<Point> ring(double... coordinates) {
        return IntStream.range(0, coordinates.length / 2)
                .mapToObj(i -> new Point(coordinates[2 * i], coordinates[2 * i + 1]))
                .toList();
    }

    @Test
    void fill_box_marksPixelsWhoseMiddleIsInside() {
        assertThat(drawn(new Box(new RegionOfInterest(0.25, 0.5, 0.75, 1)), 4, 4))
                .isEqualTo("....\n....\n.##.\n.##.\n");
    }

    @Test
    void fill_polygonWithAHole_leavesTheHoleOut() {
        Polygon polygon =
                new Polygon(List.of(ring(0, 0, 1, 0, 1, 1, 0, 1), ring(0.4, 0.4, 0.6, 0.4, 0.6, 0.6, 0.4, 0.6)));

        assertThat(drawn(polygon, 5, 5)).isEqualTo("#####\n#####\n##.##\n#####\n#####\n");
        assertThat(polygon.bounds()).isEqualTo(RegionOfInterest.WHOLE);
    }

    @Test
    void fill_triangle_isNotItsBoundingBox() {
        assertThat(drawn(new Polygon(List.of(ring(0, 0, 1, 1, 0, 1))), 4, 4)).isEqualTo("#...\n##..\n###.\n####\n");
    }

    @Test
    void fill_maskAtItsOwnSize_comesBackPixelForPixel() {
        PixelMask mask = new PixelMask(new ImageSize(3, 7), List.of(1, 2, 3, 1, 7, 6, 1));

        assertThat(drawn(mask, 3, 7)).isEqualTo(".##...#\n.......\n######.\n");
        assertThat(mask.bounds()).isEqualTo(new RegionOfInterest(0, 0, 1, 1));
    }

    @Test
    void bounds_maskInTheMiddle_holdItTightly() {
        PixelMask mask = new PixelMask(new ImageSize(4, 4), List.of(5, 2, 3, 1, 5));

        assertThat(mask.bounds()).isEqualTo(new RegionOfInterest(0.25, 0.25, 0.75, 0.75));
    }

    @Test
    void fill_partOfTheImage_showsThatPart() {
        RegionOfInterest lowerRight = new RegionOfInterest(0.5, 0.5, 1, 1);

        assertThat(drawn(new Box(new RegionOfInterest(0, 0, 0.75, 0.75)), 2, 2, lowerRight))
                .isEqualTo("#.\n..\n");
    }

    @Test
    void fill_scratchThinnerThanAPixel_marksWhatItTouches() {
        Polygon scratch = new Polygon(List.of(ring(0.3, 0.1, 0.31, 0.1, 0.31, 0.9, 0.3, 0.9)));

        assertThat(drawn(scratch, 2, 2)).isEqualTo("#.\n#.\n");
    }

    @Test
    void newShape_impossible_isRefusedWithTheRule() {
        assertThatThrownBy(() -> new Point(0.5, Double.NaN)).hasMessageContaining("inside the image");
        assertThatThrownBy(() -> new Point(1.01, 0)).hasMessageContaining("inside the image");
        assertThatThrownBy(() -> new Polygon(List.of(ring(0, 0, 1, 1, 0, 0)))).hasMessageContaining("at least 3");
        assertThatThrownBy(() -> new Polygon(List.of(ring(0, 0, 0.5, 0.5, 1, 1))))
                .hasMessageContaining("no area");
        assertThatThrownBy(() -> new Polygon(List.of())).hasMessageContaining("no ring");
        assertThatThrownBy(() -> new PixelMask(new ImageSize(2, 2), List.of(1, 2)))
                .hasMessageContaining("add up");
        assertThatThrownBy(() -> new PixelMask(new ImageSize(2, 2), List.of(4))).hasMessageContaining("no pixel");
        assertThatThrownBy(() -> new PixelMask(new ImageSize(2, 2), List.of(5, -1)))
                .hasMessageContaining("negative");
    }
}
