package io.winnow.core.detector;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.Progress;
import org.junit.jupiter.api.Test;

class PadimContractTest extends DetectorContractTest {
    @Override
    DetectorTrainer trainer() {
        return new PadimTrainer();
    }

    @Override
    double tolerance() {
        // The pool's shrinkage stays, and an extreme image widens it: what matters is that it stands out, as tested
        // above.
        return 0.9;
    }

    @Test
    void fit_tooLittleMemory_isRefusedWithBothNumbers() {
        assertThatThrownBy(() -> new PadimTrainer(8, 100).fit(Pools.normal(2, 1), 0, Progress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit is 100");
    }
}
