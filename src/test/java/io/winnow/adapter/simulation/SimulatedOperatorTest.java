package io.winnow.adapter.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.camera.Shot;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.review.TruthStore.FrameTruth;
import io.winnow.testing.Await;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimulatedOperatorTest {
    private record Said(String inspection, Optional<String> defectType, List<RegionOfInterest> regions) {}

    private static final FrameTruth NORMAL = new FrameTruth(false, Optional.empty(), Optional.empty());
    private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();

    private SimulatedOperator operator(double auditShare) {
        return new SimulatedOperator(
                new SimulatedOperator.Habits(auditShare, 0, 1),
                (inspection, type, regions) -> said.add(new Said(inspection, type, regions)));
    }

    private static FrameTruth scratched() {
        try (ProductionLine line = new ProductionLine(new ProductionLine.Settings(2, 1, Optional.empty(), "run"))) {
            return line.next().flatMap(Shot::truth).orElseThrow();
        }
    }

    @Test
    void sees_rejectOfDefectivePart_confirmsWithTypeAndBoxes() throws InterruptedException {
        FrameTruth truth = scratched();
        try (SimulatedOperator operator = operator(0)) {
            operator.knows(new FrameId("f"), truth);
            operator.sees("i-1", new FrameId("f"), "reject");

            Said label = Await.next(said);
            assertThat(label.inspection()).isEqualTo("i-1");
            assertThat(label.defectType()).isEqualTo(truth.defectType());
            assertThat(label.regions()).isNotEmpty();
        }
    }

    @Test
    void sees_rejectOfNormalPart_corrects() throws InterruptedException {
        try (SimulatedOperator operator = operator(0)) {
            operator.knows(new FrameId("f"), NORMAL);
            operator.sees("i-1", new FrameId("f"), "reject");

            assertThat(Await.next(said)).isEqualTo(new Said("i-1", Optional.empty(), List.of()));
        }
    }

    @Test
    void sees_passes_looksAtTheAuditedShareOnly() throws InterruptedException {
        try (SimulatedOperator operator = operator(0.3)) {
            for (int i = 0; i < 1000; i++) {
                operator.knows(new FrameId("f" + i), NORMAL);
                operator.sees("i" + i, new FrameId("f" + i), "pass");
            }
            operator.knows(new FrameId("last"), NORMAL);
            operator.sees("last", new FrameId("last"), "reject");

            int labels = 0;
            while (!Await.next(said).inspection().equals("last")) {
                labels++;
            }
            assertThat(labels / 1000.0).isEqualTo(0.3, within(0.06));
        }
    }

    @Test
    void sees_unknownFrameOrUndecided_staysSilent() throws InterruptedException {
        try (SimulatedOperator operator = operator(1)) {
            operator.sees("i-1", new FrameId("unknown"), "reject");
            operator.knows(new FrameId("f"), NORMAL);
            operator.sees("i-2", new FrameId("f"), "undecided");

            assertThat(said.poll(100, TimeUnit.MILLISECONDS)).isNull();
        }
    }
}
