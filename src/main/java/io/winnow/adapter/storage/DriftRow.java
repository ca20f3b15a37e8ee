package io.winnow.adapter.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.watch.DriftAlarm;
import io.winnow.core.watch.DriftMemory;
import io.winnow.core.watch.DriftSign;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a drift watch knows as it is stored. */
record DriftRow(@Nullable Integer model, Map<DriftSign, DriftMemory.Stream> streams, List<AlarmRow> alarms) {
    private static final TypeReference<DriftRow> TYPE = new TypeReference<>() {};

    record AlarmRow(
            DriftSign sign,
            String raisedAt,
            long after,
            @Nullable String acknowledgedBy) {}

    static String write(DriftMemory memory) {
        return Json.write(new DriftRow(
                memory.model().map(ModelVersion::number).orElse(null),
                memory.streams(),
                memory.alarms().stream()
                        .map(alarm -> new AlarmRow(
                                alarm.sign(),
                                alarm.raisedAt().toString(),
                                alarm.after(),
                                alarm.acknowledgedBy().orElse(null)))
                        .toList()));
    }

    static DriftMemory read(String json) {
        DriftRow row = Json.read(json, TYPE);
        return new DriftMemory(
                Optional.ofNullable(row.model).map(ModelVersion::new),
                row.streams,
                row.alarms.stream()
                        .map(alarm -> new DriftAlarm(
                                alarm.sign(),
                                Instant.parse(alarm.raisedAt()),
                                alarm.after(),
                                Optional.ofNullable(alarm.acknowledgedBy())))
                        .toList());
    }
}
