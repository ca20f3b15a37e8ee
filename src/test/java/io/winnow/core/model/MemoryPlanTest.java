package io.winnow.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryPlanTest {
    private static MemoryPlan plan(long limit) {
        return MemoryPlan.of(new MemoryPlan.Shape(100, 576, 651), 0.9, 1, 1L << 30, 90, limit);
    }

    @Test
    void of_aKnownPool_reckonsBankAndPeak() {
        MemoryPlan plan = plan(1L << 40);

        assertThat(plan.bank()).isEqualTo(Math.round(57_600 * 0.9 * (651 * 5 + 32)));
        assertThat(plan.embeddings()).isEqualTo(57_600L * 651 * 4);
        assertThat(plan.peak())
                .isEqualTo(57_600L * (651 * 5 + 32) + plan.embeddings() + plan.training() + plan.serving());
        assertThat(plan.fits()).isTrue();
    }

    @Test
    void fits_peakAboveTheLimit_doesNot_andTheRefusalHasTheNumbers() {
        MemoryPlan plan = plan(100_000_000);

        assertThat(plan.fits()).isFalse();
        assertThat(new PlanTooLargeException(plan))
                .hasMessageContaining("170.4 MB")
                .hasMessageContaining("100.0 MB");
    }

    @Test
    void of_moreThanTheHeap_holdsNoMoreEmbeddingsThanItMay() {
        assertThat(MemoryPlan.of(new MemoryPlan.Shape(10_000, 576, 651), 1, 0.1, 1000, 0, 1)
                        .embeddings())
                .isEqualTo(1000);
    }
}
