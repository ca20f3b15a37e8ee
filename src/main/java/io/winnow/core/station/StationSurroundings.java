package io.winnow.core.station;

import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.InspectionStore;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.model.EmbeddingStore;
import io.winnow.core.model.PoolStore;
import io.winnow.core.watch.DriftStore;
import io.winnow.core.watch.QualityGate;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a station needs of its surroundings.
 *
 * @param writer where frames are stored while they are judged; one that works on the caller's thread stores them before
 */
public record StationSurroundings(
        FrameStore frames,
        Executor writer,
        InspectionStore inspections,
        PoolStore pool,
        EmbeddingStore embeddings,
        RegionLocator locator,
        Function<Inspection, OutgoingEvent> events,
        StationListener listener,
        Supplier<InspectionId> ids,
        Clock clock,
        QualityGate gate,
        DriftStore drift) {
    /** Surroundings in which every image is judged and no drift is remembered. */
    public StationSurroundings(
            FrameStore frames,
            Executor writer,
            InspectionStore inspections,
            PoolStore pool,
            EmbeddingStore embeddings,
            RegionLocator locator,
            Function<Inspection, OutgoingEvent> events,
            StationListener listener,
            Supplier<InspectionId> ids,
            Clock clock) {
        this(
                frames,
                writer,
                inspections,
                pool,
                embeddings,
                locator,
                events,
                listener,
                ids,
                clock,
                QualityGate.OPEN,
                DriftStore.NONE);
    }
}
