package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.image.ContentHash;
import io.winnow.testing.Inspections;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RedeliveriesTest {
    private static final ContentHash IMAGE = Inspections.hash("image");
    private static final Instant FIRST = Inspections.NOON;
    private static final Instant LATER = FIRST.plusSeconds(9);

    private final Object connection = new Object();
    private final Redeliveries redeliveries = new Redeliveries(2);

    @Test
    void firstArrival_sameIdentifierAndImageOnALaterConnection_isTheFirstOne() {
        redeliveries.firstArrival(connection, 7, IMAGE, FIRST);

        assertThat(redeliveries.firstArrival(new Object(), 7, IMAGE, LATER)).isEqualTo(FIRST);
        assertThat(redeliveries.firstArrival(new Object(), 7, IMAGE, LATER.plusSeconds(1)))
                .as("and a third time")
                .isEqualTo(FIRST);
    }

    @Test
    void firstArrival_sameIdentifierAndImageOnTheSameConnection_isAnotherFrame() {
        redeliveries.firstArrival(connection, 7, IMAGE, FIRST);

        assertThat(redeliveries.firstArrival(connection, 7, IMAGE, LATER)).isEqualTo(LATER);
    }

    @Test
    void firstArrival_otherImage_isAnotherFrame() {
        redeliveries.firstArrival(connection, 7, IMAGE, FIRST);

        assertThat(redeliveries.firstArrival(new Object(), 7, Inspections.hash("other"), LATER))
                .isEqualTo(LATER);
    }

    @Test
    void firstArrival_manyFrames_remembersTwiceAsManyAsCanBeInFlight() {
        for (int packet = 1; packet <= 5; packet++) {
            redeliveries.firstArrival(connection, packet, IMAGE, FIRST);
        }

        assertThat(redeliveries.firstArrival(new Object(), 1, IMAGE, LATER)).isEqualTo(LATER);
        assertThat(redeliveries.firstArrival(new Object(), 5, IMAGE, LATER)).isEqualTo(FIRST);
    }
}
