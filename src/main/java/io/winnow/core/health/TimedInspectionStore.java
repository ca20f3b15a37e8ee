package io.winnow.core.health;

import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.InspectionQuery;
import io.winnow.core.inspection.InspectionStore;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.VerdictCounts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Measures how long inspections take to be recorded, which an inspection cannot say of itself. Thread-safe. */
public final class TimedInspectionStore implements InspectionStore {
    private final InspectionStore store;
    private final Latencies latencies;

    public TimedInspectionStore(InspectionStore store, Latencies latencies) {
        this.store = store;
        this.latencies = latencies;
    }

    @Override
    public boolean save(Inspection inspection, OutgoingEvent event) {
        long began = System.nanoTime();
        if (!store.save(inspection, event)) {
            return false;
        }
        latencies.recorded(inspection.station(), Duration.ofNanos(System.nanoTime() - began));
        latencies.inspected(inspection);
        return true;
    }

    @Override
    public Optional<Inspection> find(InspectionId id) {
        return store.find(id);
    }

    @Override
    public Optional<InspectionId> newest() {
        return store.newest();
    }

    @Override
    public Optional<Inspection> findEarlier(CapturedFrame frame) {
        return store.findEarlier(frame);
    }

    @Override
    public List<Inspection> list(InspectionQuery query) {
        return store.list(query);
    }

    @Override
    public VerdictCounts counts(StationId station) {
        return store.counts(station);
    }
}
