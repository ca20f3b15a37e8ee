package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.onnx.OnnxSettings.TensorRt;
import io.winnow.app.config.SiteConfiguration.FallBack;
import io.winnow.app.config.SiteConfiguration.Inference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** This runtime knows the CPU only: every other provider is one that cannot run a backbone. */
class BackbonesTest {
    private static final String NAME = "scattering_j3_l8";

    private static Backbones backbones(FallBack fallBack, String... providers) {
        return new Backbones(
                Path.of("models"), new Inference(Optional.of(1), List.of(providers), fallBack, 0, TensorRt.USUAL));
    }

    @Test
    void named_firstProviderRuns_isNotDegraded() {
        try (Backbones backbones = backbones(FallBack.REFUSE, "cpu")) {
            assertThat(backbones.named(NAME).executionProvider()).contains("CPU, 1 threads");
            assertThat(backbones.degraded()).isEmpty();
        }
    }

    @Test
    void named_firstProviderCannotRun_stepsDownAndSaysSo() {
        try (Backbones backbones = backbones(FallBack.DEGRADE, "tensorrt", "cuda", "cpu")) {
            assertThat(Backbones.probe(NAME, backbones.named(NAME)).operations())
                    .containsOnlyKeys("CPUExecutionProvider");
            assertThat(backbones.degraded()).containsExactly(NAME);
        }
    }

    @Test
    void named_firstProviderCannotRunAndPolicyIsToRefuse_refuses() {
        try (Backbones backbones = backbones(FallBack.REFUSE, "cuda", "cpu")) {
            assertThatThrownBy(() -> backbones.named(NAME))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContainingAll(NAME, "cannot run on cuda", "inference.fallBack is refuse");
        }
    }

    @Test
    void named_noConfiguredProviderRuns_refusesRatherThanTakeTheCpu() {
        try (Backbones backbones = backbones(FallBack.DEGRADE, "tensorrt", "cuda")) {
            assertThatThrownBy(() -> backbones.named(NAME))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContainingAll("runs on none of [tensorrt, cuda]", "TENSORRT is configured");
        }
    }
}
