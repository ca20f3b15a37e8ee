package io.winnow.app;

import io.winnow.adapter.rest.LivePush;
import io.winnow.core.camera.FrameNote;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Origin;
import io.winnow.core.pool.Refusal;
import io.winnow.core.station.StationListener;
import io.winnow.core.watch.DriftAlarm;
import java.util.function.BiConsumer;

/** Passes what happens at stations on to metrics, dashboards and the outbox. Thread-safe. */
final class StationEvents implements StationListener {
    private final ServiceMetrics metrics;
    private final LivePush push;
    private final FrameTraces traces;
    private final Runnable outboxFilled;
    private final BiConsumer<StationId, DriftAlarm> alarmed;

    StationEvents(
            ServiceMetrics metrics,
            LivePush push,
            FrameTraces traces,
            Runnable outboxFilled,
            BiConsumer<StationId, DriftAlarm> alarmed) {
        this.metrics = metrics;
        this.push = push;
        this.traces = traces;
        this.outboxFilled = outboxFilled;
        this.alarmed = alarmed;
    }

    @Override
    public void inspected(Inspection inspection) {
        outboxFilled.run();
        metrics.inspected(inspection);
        push.inspected(inspection);
        traces.inspected(inspection);
    }

    @Override
    public void changed(StationId station) {
        push.changed(station);
    }

    @Override
    public void pooled(StationId station, Origin origin) {
        metrics.pooled(station, origin);
    }

    @Override
    public void poolRefused(StationId station, Refusal why) {
        metrics.poolRefused(station, why);
    }

    @Override
    public void unpooled(StationId station, Refusal why) {
        metrics.unpooled(station, why);
        push.changed(station);
    }

    @Override
    public void drifted(StationId station, DriftAlarm alarm) {
        metrics.drifted(station, alarm.sign());
        alarmed.accept(station, alarm);
        push.changed(station);
    }

    @Override
    public void repeated(StationId station) {
        metrics.repeated(station);
    }

    @Override
    public void mended(StationId station, FrameNote note) {
        metrics.mended(station, note);
    }

    @Override
    public void refused(StationId station, String reason) {
        metrics.messageRefused(station, reason);
    }

    @Override
    public void dropped(StationId station, String reason) {
        metrics.dropped(station, reason);
        push.changed(station);
    }
}
