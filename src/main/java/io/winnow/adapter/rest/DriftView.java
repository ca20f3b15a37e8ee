package io.winnow.adapter.rest;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.watch.DriftStatus;
import io.winnow.core.watch.QualityLimits;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a station stands against drift, and what images must be like, as clients see it. */
public record DriftView(
        String state,
        long falseAlarmEvery,
        int reference,
        @Nullable String modelVersion,
        List<StreamView> streams,
        List<AlarmView> alarms,
        @Nullable QualityLimits imageLimits) {
    /** One stream of values; {@code evidence} reaches {@code threshold} at an alarm. */
    public record StreamView(
            String sign,
            long seen,
            double evidence,
            double threshold,
            DriftStatus.@Nullable Quantiles before,
            DriftStatus.@Nullable Quantiles recent,
            @Nullable Double mean,
            int recentCount) {}

    /** What was noticed. */
    public record AlarmView(
            String sign,
            Instant raisedAt,
            long after,
            @Nullable String acknowledgedBy) {}

    static DriftView of(DriftStatus status, Optional<QualityLimits> limits) {
        return new DriftView(
                status.state(),
                status.rules().falseAlarmEvery(),
                status.rules().reference(),
                status.model().map(ModelVersion::toString).orElse(null),
                status.streams().stream()
                        .map(stream -> new StreamView(
                                word(stream.sign()),
                                stream.seen(),
                                stream.statistic(),
                                stream.threshold(),
                                stream.before().orElse(null),
                                stream.recent().orElse(null),
                                stream.mean().orElse(null),
                                stream.recentCount()))
                        .toList(),
                status.alarms().stream()
                        .map(alarm -> new AlarmView(
                                word(alarm.sign()),
                                alarm.raisedAt(),
                                alarm.after(),
                                alarm.acknowledgedBy().orElse(null)))
                        .toList(),
                limits.orElse(null));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
