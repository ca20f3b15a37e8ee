package io.winnow.core.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.inspection.InspectionId;
import io.winnow.core.review.ReviewLooks.Look;
import io.winnow.testing.Inspections;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReviewLooksTest {
    private static final InspectionId ONE = new InspectionId("00000001");
    private static final InspectionId TWO = new InspectionId("00000002");

    private Instant now = Inspections.NOON;
    private final InstantSource source = () -> now;
    private final List<String> told = new ArrayList<>();
    private final ReviewLooks looks = new ReviewLooks(
            source.withZone(ZoneOffset.UTC),
            (inspection, look) -> told.add(inspection + " " + look.map(Look::by).orElse("nobody")));

    private String look(InspectionId inspection, String by) {
        return looks.look(Inspections.STATION, inspection, "desk of " + by, by).by();
    }

    @Test
    void look_takenFrame_staysWithWhoWasFirst() {
        assertThat(look(ONE, "Ada")).isEqualTo("Ada");
        assertThat(look(ONE, "Kim")).isEqualTo("Ada");
        assertThat(looks.at(Inspections.STATION)).extracting(Look::by).containsExactly("Ada");
    }

    @Test
    void look_nextFrame_givesTheLastOneBack() {
        look(ONE, "Ada");
        look(TWO, "Ada");

        assertThat(look(ONE, "Kim")).isEqualTo("Kim");
        assertThat(told).containsExactly("00000001 Ada", "00000001 nobody", "00000002 Ada", "00000001 Kim");
    }

    @Test
    void look_notRenewed_ends() {
        look(ONE, "Ada");
        now = now.plus(ReviewLooks.LASTS);

        assertThat(look(ONE, "Kim")).isEqualTo("Kim");
    }

    @Test
    void look_renewed_goesOn() {
        look(ONE, "Ada");
        now = now.plusSeconds(20);
        look(ONE, "Ada");
        now = now.plusSeconds(20);

        assertThat(look(ONE, "Kim")).isEqualTo("Ada");
    }

    @Test
    void leave_holder_freesTheFrame() {
        look(ONE, "Ada");
        looks.leave("desk of Ada");

        assertThat(looks.at(Inspections.STATION)).isEmpty();
    }
}
