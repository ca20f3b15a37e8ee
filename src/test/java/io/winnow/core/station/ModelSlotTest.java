package io.winnow.core.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.inspection.ModelVersion;
import org.junit.jupiter.api.Test;

class ModelSlotTest {
    @Test
    void lease_emptySlot_isEmpty() {
        try (ModelSlot slot = new ModelSlot()) {
            assertThat(slot.lease()).isEmpty();
            assertThat(slot.manifest()).isEmpty();
        }
    }

    @Test
    void swap_whileLeased_keepsTheOldModelOpenUntilTheLeaseEnds() {
        FakeDetector first = new FakeDetector();
        FakeDetector second = new FakeDetector();
        ModelSlot slot = new ModelSlot();
        slot.swap(FakeDetector.model(1, first));
        ModelSlot.Lease lease = slot.lease().orElseThrow();

        slot.swap(FakeDetector.model(2, second));

        assertThat(lease.model().manifest().version()).isEqualTo(new ModelVersion(1));
        assertThat(first.closed()).isFalse();
        assertThat(slot.manifest().orElseThrow().version()).isEqualTo(new ModelVersion(2));
        lease.close();
        lease.close();
        assertThat(first.closed()).isTrue();
        assertThat(second.closed()).isFalse();
        slot.close();
        assertThat(second.closed()).isTrue();
    }

    @Test
    void swap_notLeased_closesTheOldModelAtOnce() {
        FakeDetector first = new FakeDetector();
        ModelSlot slot = new ModelSlot();
        slot.swap(FakeDetector.model(1, first));

        slot.swap(FakeDetector.model(2, new FakeDetector()));

        assertThat(first.closed()).isTrue();
        slot.close();
    }
}
