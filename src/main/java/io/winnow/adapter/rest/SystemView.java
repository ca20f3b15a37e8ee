package io.winnow.adapter.rest;

import io.winnow.core.health.Execution;
import io.winnow.core.health.Health;
import io.winnow.core.health.Latencies;
import io.winnow.core.health.Part;
import io.winnow.core.health.RetentionStatus;
import io.winnow.core.health.StorageUse;
import io.winnow.core.health.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The service itself as clients see it.
 *
 * @param state of the part that is worst off: "ok", "attention" or "failed"
 */
public record SystemView(
        String state,
        Instant at,
        String site,
        String version,
        Instant startedAt,
        List<PartView> parts,
        MachineView machine,
        List<ExecutionView> execution,
        Map<String, String> libraries,
        List<LatencyView> latency,
        @Nullable StorageView storage,
        RetentionView retention,
        List<TroubleView> troubles) {
    /**
     * One part.
     *
     * @param code of the finding, for translations; {@code values} are what its texts mention
     * @param action what to do; null where nothing is to be done
     */
    public record PartView(
            String kind,
            @Nullable String subject,
            String state,
            String code,
            Map<String, Object> values,
            String text,
            @Nullable String action,
            Instant checkedAt) {
        static PartView of(Part part) {
            return new PartView(
                    part.kind(),
                    part.subject().orElse(null),
                    part.finding().health().word(),
                    part.finding().code(),
                    part.finding().values(),
                    part.finding().text(),
                    part.finding().action().orElse(null),
                    part.checkedAt());
        }
    }

    /** What the program runs on. */
    public record MachineView(String java, String operatingSystem, int processors) {}

    /** What really runs a backbone: operations of its graph by execution provider, from the runtime's own report. */
    public record ExecutionView(String backbone, String description, Map<String, Integer> operations) {
        static ExecutionView of(Execution execution) {
            return new ExecutionView(execution.backbone(), execution.description(), execution.operations());
        }
    }

    /**
     * Times of the newest frames, stage by stage.
     *
     * @param station null for all together
     */
    public record LatencyView(@Nullable String station, int most, List<StageView> stages) {}

    /** One stage, in milliseconds. */
    public record StageView(String stage, int frames, double p50Ms, double p95Ms, double p99Ms) {
        static StageView of(Latencies.Line line) {
            return new StageView(line.stage(), line.frames(), ms(line.p50()), ms(line.p95()), ms(line.p99()));
        }

        private static double ms(Duration duration) {
            return duration.toNanos() / 1e6;
        }
    }

    /** What is stored. */
    public record StorageView(
            String folder,
            long usableBytes,
            long totalBytes,
            long bytes,
            List<StorageUse.Kind> kinds,
            long inspections,
            @Nullable Instant oldestInspection,
            Instant measuredAt) {
        static StorageView of(StorageUse use) {
            return new StorageView(
                    use.folder(),
                    use.usableBytes(),
                    use.totalBytes(),
                    use.bytes(),
                    use.kinds(),
                    use.inspections(),
                    use.oldestInspection().orElse(null),
                    use.measuredAt());
        }
    }

    /** The rule of retention and how it goes. */
    public record RetentionView(
            long inspections,
            long ageSeconds,
            long frameBytes,
            boolean keepLabelled,
            boolean keepLedger,
            long everySeconds,
            @Nullable Instant lastAt,
            @Nullable Integer lastDeleted,
            @Nullable String lastFailure,
            Instant nextAt) {
        static RetentionView of(RetentionStatus status) {
            return new RetentionView(
                    status.inspections(),
                    status.age().toSeconds(),
                    status.frameBytes(),
                    status.keepLabelled(),
                    status.keepLedger(),
                    status.every().toSeconds(),
                    status.last().map(RetentionStatus.Run::at).orElse(null),
                    status.last().map(RetentionStatus.Run::deleted).orElse(null),
                    status.last().flatMap(RetentionStatus.Run::failure).orElse(null),
                    status.nextAt());
        }
    }

    /** Something that went wrong, and how often. */
    public record TroubleView(
            String level,
            @Nullable String station,
            String source,
            String message,
            String advice,
            String action,
            Instant first,
            Instant last,
            long count) {
        static TroubleView of(Trouble trouble) {
            return new TroubleView(
                    trouble.level().word(),
                    trouble.station().orElse(null),
                    trouble.source(),
                    trouble.message(),
                    trouble.advice().code(),
                    trouble.advice().text(),
                    trouble.first(),
                    trouble.last(),
                    trouble.count());
        }
    }

    static String worst(List<Part> parts) {
        return parts.stream()
                .map(part -> part.finding().health())
                .reduce(Health.OK, Health::or)
                .word();
    }
}
