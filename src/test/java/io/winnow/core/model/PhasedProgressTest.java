package io.winnow.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhasedProgressTest {
    @Test
    void step_eachPhaseTakesHalfOfWhatIsLeftOfItsStep() {
        List<Long> reported = new ArrayList<>();
        PhasedProgress steps = new PhasedProgress((phase, done, total) -> reported.add(100 * done / total));

        Progress load = steps.step(0.2);
        load.advance("load", 0, 4);
        load.advance("load", 4, 4);
        Progress refine = steps.step(0.8);
        refine.advance("fit", 0, 10);
        refine.advance("fit", 10, 10);
        refine.advance("score", 5, 10);
        refine.advance("score", 10, 10);
        refine.advance("fit", 0, 0);

        assertThat(reported).containsExactly(0L, 10L, 20L, 60L, 70L, 80L, 90L);
    }
}
