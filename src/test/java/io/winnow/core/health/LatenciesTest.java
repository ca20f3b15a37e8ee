package io.winnow.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.health.Latencies.Line;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.Stage;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Timings;
import io.winnow.core.inspection.Verdict;
import io.winnow.testing.Inspections;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    private static Inspection took(int number, Map<Stage, Duration> stages) {
        Inspection like = Inspections.undecided(number, Verdict.Cause.COLLECTING);
        return new Inspection(
                like.id(),
                like.station(),
                like.frame(),
                like.partId(),
                like.trigger(),
                like.frameHash(),
                like.imageSize(),
                like.capturedAt(),
                like.decidedAt(),
                like.model(),
                like.verdict(),
                like.regions(),
                like.map(),
                new Timings(stages));
    }

    private Line line(String stage) {
        return latencies.lines(Optional.empty()).stream()
                .filter(line -> line.stage().equals(stage))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lines_hundredFrames_haveTheNearestRankQuantiles() {
        for (int i = 100; i >= 1; i--) {
            latencies.inspected(took(i, Map.of(Stage.BACKBONE, Duration.ofMillis(i))));
        }

        Line backbone = line("backbone");
        assertThat(backbone.frames()).isEqualTo(100);
        assertThat(backbone.p50()).isEqualTo(Duration.ofMillis(50));
        assertThat(backbone.p95()).isEqualTo(Duration.ofMillis(95));
        assertThat(backbone.p99()).isEqualTo(Duration.ofMillis(99));
    }

    @Test
    void lines_stageThatOnlySomeFramesPassed_countsThose() {
        latencies.inspected(took(1, Map.of(Stage.DECODE, Duration.ofMillis(3))));
        latencies.inspected(took(2, Map.of(Stage.DECODE, Duration.ofMillis(5), Stage.SEARCH, Duration.ofMillis(7))));

        assertThat(line("decode").frames()).isEqualTo(2);
        assertThat(line("search").frames()).isEqualTo(1);
        assertThat(line("total").p99()).isEqualTo(Duration.ofMillis(12));
        assertThat(line("capture_to_verdict").p50()).isEqualTo(Duration.ofMillis(50));
        assertThat(latencies.lines(Optional.empty())).extracting(Line::stage).doesNotContain("backbone");
    }

    @Test
    void inspected_moreThanAreLookedBackOn_forgetsTheOldest() {
        for (int i = 0; i < Latencies.FRAMES; i++) {
            latencies.inspected(took(i, Map.of(Stage.DECODE, Duration.ofSeconds(9))));
        }
        for (int i = 0; i < Latencies.FRAMES; i++) {
            latencies.inspected(took(i, Map.of(Stage.DECODE, Duration.ofMillis(1))));
        }

        assertThat(line("decode").frames()).isEqualTo(Latencies.FRAMES);
        assertThat(line("decode").p99()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void lines_ofAnotherStation_areNone() {
        latencies.inspected(took(1, Map.of(Stage.DECODE, Duration.ofMillis(3))));
        latencies.recorded(new StationId("other"), Duration.ofMillis(2));

        assertThat(latencies.lines(Optional.of(new StationId("other"))))
                .isEqualTo(List.of(
                        new Line("record", 1, Duration.ofMillis(2), Duration.ofMillis(2), Duration.ofMillis(2))));
        assertThat(latencies.lines(Optional.of(new StationId("nowhere")))).isEmpty();
    }
}
