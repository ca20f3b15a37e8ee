package io.winnow.core.watch;

import io.winnow.core.inspection.ModelVersion;
import java.util.List;
import java.util.Optional;

/**
 * How a station stands against drift.
 *
 * @param rules that it is watched by
 * @param state one word: {@code off}, {@code learning}, {@code steady}, {@code drift}, or {@code acknowledged} where
 *     someone has seen all alarms
 * @param model whose scores these are; empty before the first
 * @param alarms those that were raised since the last reset, oldest first
 */
public record DriftStatus(
        DriftRules rules,
        String state,
        Optional<ModelVersion> model,
        List<StreamStatus> streams,
        List<DriftAlarm> alarms) {
    /** Quantiles of values. */
    public record Quantiles(double p10, double p50, double p90, double p99) {}

    /**
     * One stream.
     *
     * @param seen values since the last reset
     * @param statistic evidence of a change; an alarm at {@code threshold}
     * @param before quantiles of all values since the reset; empty below ten
     * @param recent quantiles of the newest 200; empty below ten
     * @param mean of the newest 200: of overrides their share; empty where there is none
     */
    public record StreamStatus(
            DriftSign sign,
            long seen,
            double statistic,
            double threshold,
            Optional<Quantiles> before,
            Optional<Quantiles> recent,
            Optional<Double> mean,
            int recentCount) {}

    public DriftStatus {
        streams = List.copyOf(streams);
        alarms = List.copyOf(alarms);
    }
}
