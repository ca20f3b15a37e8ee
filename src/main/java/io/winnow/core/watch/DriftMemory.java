package io.winnow.core.watch;

import io.winnow.core.inspection.ModelVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the watch of a station knows, for storing.
 *
 * @param model whose scores were watched
 * @param streams by sign
 */
public record DriftMemory(Optional<ModelVersion> model, Map<DriftSign, Stream> streams, List<DriftAlarm> alarms) {
    /** All that is known of one stream: see {@link DriftStatus.StreamStatus}. */
    public record Stream(long seen, List<Double> values, List<Double> sums, List<Double> recent) {
        public Stream {
            values = List.copyOf(values);
            sums = List.copyOf(sums);
            recent = List.copyOf(recent);
        }
    }

    public DriftMemory {
        streams = Map.copyOf(streams);
        alarms = List.copyOf(alarms);
    }
}
