package io.winnow.core.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.RegionShape;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarksTest {
    private static final MarkedRegion PAINTED =
            new MarkedRegion(new RegionShape.PixelMask(new ImageSize(2, 3), List.of(1, 1, 3, 1)), Optional.of("crack"));

    @Test
    void mask_severalRegions_isTheirUnionIn0And255AsBytes() {
        Marks marks = new Marks(List.of(PAINTED, MarkedRegion.box(new RegionOfInterest(0, 0, 1 / 3.0, 0.5))));

        assertThat(marks.mask(new ImageSize(2, 3))).containsExactly(-1, -1, 0, 0, 0, -1);
    }

    @Test
    void mask_partThatIsLookedAt_holdsTheTrueShapeAndNotItsBox() {
        byte[] mask =
                new Marks(List.of(PAINTED)).mask(new ImageSize(2, 2), new RegionOfInterest(1 / 3.0, 0, 1, 1), (byte) 1);

        assertThat(mask).containsExactly(1, 0, 0, 1);
    }

    @Test
    void checkFits_otherImage_isRefused() {
        assertThatThrownBy(() -> new Marks(List.of(PAINTED)).checkFits(new ImageSize(3, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 x 3")
                .hasMessageContaining("3 x 2");
    }

    @Test
    void newMarks_tooMany_areRefused() {
        assertThatThrownBy(() -> Marks.boxes(Collections.nCopies(101, RegionOfInterest.WHOLE)))
                .hasMessageContaining("101 regions");
    }
}
