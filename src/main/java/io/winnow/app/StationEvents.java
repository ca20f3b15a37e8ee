package io.winnow.app;

import io.winnow.adapter.rest.LivePush;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.StationId;
import io.winnow.core.station.StationListener;

/** Passes what happens at stations on to metrics, dashboards and the outbox. Thread-safe. */
final class StationEvents implements StationListener {
    private final ServiceMetrics metrics;
    private final LivePush push;
    private final Runnable outboxFilled;

    StationEvents(ServiceMetrics metrics, LivePush push, Runnable outboxFilled) {
        this.metrics = metrics;
        this.push = push;
        this.outboxFilled = outboxFilled;
    }

    @Override
    public void inspected(Inspection inspection) {
        outboxFilled.run();
        metrics.inspected(inspection);
        push.inspected(inspection);
    }

    @Override
    public void changed(StationId station) {
        push.changed(station);
    }

    @Override
    public void dropped(StationId station, String reason) {
        metrics.dropped(station, reason);
        push.changed(station);
    }
}
