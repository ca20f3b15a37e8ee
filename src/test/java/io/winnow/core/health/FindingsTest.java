package io.winnow.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final long TERABYTE = 1_000_000_000_000L;

    @Test
    void disk_worseAndWorse_isLowThenFull() {
        assertThat(Findings.disk(500_000_000_000L, TERABYTE).health()).isEqualTo(Health.OK);
        assertThat(Findings.disk(TERABYTE / 20 - 1, TERABYTE).health()).isEqualTo(Health.ATTENTION);
        assertThat(Findings.disk(Findings.LOW_BYTES - 1, 2 * Findings.LOW_BYTES).health())
                .isEqualTo(Health.ATTENTION);
        Finding full = Findings.disk(Findings.FULL_BYTES - 1, TERABYTE);
        assertThat(full.health()).isEqualTo(Health.FAILED);
        assertThat(full.text()).contains("0.2 GB of 1000.0 GB");
        assertThat(full.action())
                .hasValueSatisfying(action -> assertThat(action).contains("storage.retention"));
    }

    @Test
    void backbone_anyOperationElsewhere_needsAttention() {
        Execution whole = new Execution("resnet", "ONNX Runtime", Map.of("CUDAExecutionProvider", 60));
        Execution mixed =
                new Execution("resnet", "ONNX Runtime", Map.of("CUDAExecutionProvider", 58, "CPUExecutionProvider", 2));

        assertThat(Findings.backbone(whole, "cuda").health()).isEqualTo(Health.OK);
        assertThat(Findings.backbone(mixed, "cuda").health()).isEqualTo(Health.ATTENTION);
        assertThat(Findings.backbone(mixed, "cuda").text()).contains("2 on CPUExecutionProvider");
        assertThat(Findings.backbone(new Execution("resnet", "ONNX Runtime", Map.of()), "cuda")
                        .text())
                .contains("does not say");
    }

    @Test
    void outbox_manyEvents_needAttentionOnlyWhereThereIsABroker() {
        assertThat(Findings.outbox(Findings.MANY_EVENTS, true).health()).isEqualTo(Health.ATTENTION);
        assertThat(Findings.outbox(Findings.MANY_EVENTS - 1, true).health()).isEqualTo(Health.OK);
        assertThat(Findings.outbox(Findings.MANY_EVENTS, false).health()).isEqualTo(Health.OK);
    }

    @Test
    void queue_fullOrStopped_isSaid() {
        assertThat(Findings.queue(true, 40, 31, 32).health()).isEqualTo(Health.OK);
        assertThat(Findings.queue(true, 32, 32, 32).health()).isEqualTo(Health.ATTENTION);
        assertThat(Findings.queue(false, 0, 0, 32).health()).isEqualTo(Health.FAILED);
    }

    @Test
    void camera_silentForLong_needsAttention() {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        assertThat(Findings.camera(Optional.empty(), now).code()).isEqualTo("camera.waits");
        assertThat(Findings.camera(Optional.of(now.minusSeconds(1)), now).health())
                .isEqualTo(Health.OK);
        assertThat(Findings.camera(Optional.of(now.minus(Findings.SILENT)), now).health())
                .isEqualTo(Health.ATTENTION);
    }

    @Test
    void retention_failed_saysWhyAndWhen() {
        Instant at = Instant.parse("2026-03-01T12:00:00Z");
        RetentionStatus failed = new RetentionStatus(
                10,
                Duration.ofDays(30),
                1,
                true,
                true,
                Duration.ofMinutes(10),
                Optional.of(new RetentionStatus.Run(at, 0, Optional.of("no rights"))),
                at);
        assertThat(Findings.retention(failed).health()).isEqualTo(Health.ATTENTION);
        assertThat(Findings.retention(failed).text()).contains("no rights");
    }

    @Test
    void brokerLost_saysSinceWhen_andWhichBroker() {
        Finding lost =
                Findings.brokerLost("tcp://broker:1883", Instant.parse("2026-03-01T12:00:00Z"), Optional.of("refused"));
        assertThat(lost.health()).isEqualTo(Health.FAILED);
        assertThat(lost.text()).contains("tcp://broker:1883", "2026-03-01T12:00:00Z", "refused");
        assertThat(lost.action())
                .hasValueSatisfying(action -> assertThat(action).contains("tcp://broker:1883"));
    }

    @Test
    void finding_badWithoutAdvice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Finding(Health.FAILED, "x", Map.of(), "broken", Optional.empty()))
                .withMessageContaining("says nothing to do");
    }
}
