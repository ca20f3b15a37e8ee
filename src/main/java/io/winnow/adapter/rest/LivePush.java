package io.winnow.adapter.rest;

import io.quarkus.websockets.next.OpenConnections;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Job;
import io.winnow.core.review.Label;
import io.winnow.core.review.Opinion;
import io.winnow.core.review.ReviewLooks.Look;
import io.winnow.core.station.Stations;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends to every open dashboard. Inspections and jobs leave at once; changes of stations are gathered and sent by {@link
 * #flushStations}, because counts change with every frame. A dashboard that does not keep up misses messages and never slows
 * the line. Thread-safe.
 */
@Singleton
public class LivePush {
    private static final System.Logger LOG = System.getLogger(LivePush.class.getName());

    private final OpenConnections connections;
    private final Set<StationId> changed = ConcurrentHashMap.newKeySet();

    LivePush(OpenConnections connections) {
        this.connections = connections;
    }

    public void inspected(Inspection inspection) {
        changed.add(inspection.station());
        send(new LiveMessage.Inspected(InspectionView.of(inspection, Opinion.NONE)));
    }

    public void changed(StationId station) {
        changed.add(station);
    }

    public void job(Job job) {
        changed.add(job.station());
        send(new LiveMessage.JobChanged(JobView.of(job)));
    }

    public void models(StationId station) {
        changed.add(station);
        send(new LiveMessage.ModelsChanged(station.value()));
    }

    public void labelled(InspectionId inspection, Optional<Label> label) {
        said(inspection, label.map(Opinion::of).orElse(Opinion.NONE));
    }

    /** Tells what is said of an inspection from now on. */
    public void said(InspectionId inspection, Opinion opinion) {
        send(new LiveMessage.Labelled(
                inspection.value(),
                opinion.label().map(LabelView::of).orElse(null),
                opinion.doubt().map(DoubtView::of).orElse(null)));
    }

    /** Tells who looks at an inspection. */
    public void looked(InspectionId inspection, Optional<Look> look) {
        send(new LiveMessage.Looked(inspection.value(), look.map(LookView::of).orElse(null)));
    }

    /** Sends the state of the stations that changed since the last call. */
    public void flushStations(Stations stations, StationViews views) {
        for (StationId id : Set.copyOf(changed)) {
            changed.remove(id);
            stations.find(id).ifPresent(station -> send(new LiveMessage.StationChanged(views.station(station))));
        }
    }

    private void send(LiveMessage message) {
        connections.forEach(connection -> connection
                .sendText(message)
                .subscribe()
                .with(
                        sent -> {},
                        failure -> LOG.log(
                                System.Logger.Level.DEBUG,
                                () -> "dashboard " + connection.id() + " did not take a message",
                                failure)));
    }
}
