package io.winnow.app;

import io.winnow.adapter.rest.LivePush;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.LifeListener;
import io.winnow.core.model.ModelTransition;
import java.util.List;
import java.util.function.Consumer;

/** Passes what becomes of models on to metrics, dashboards and the broker. Thread-safe. */
final class LifeEvents implements LifeListener {
    private static final System.Logger LOG = System.getLogger(LifeEvents.class.getName());

    private final ServiceMetrics metrics;
    private final LivePush push;
    private final Consumer<StationId> broker;

    LifeEvents(ServiceMetrics metrics, LivePush push, Consumer<StationId> broker) {
        this.metrics = metrics;
        this.push = push;
        this.broker = broker;
    }

    @Override
    public void moved(StationId station, List<ModelTransition> transitions) {
        for (ModelTransition step : transitions) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "station {0}: model {1} is {2} now, by {3}: {4}",
                    station,
                    step.version(),
                    step.to().word(),
                    step.by(),
                    step.why());
            metrics.moved(station, step.to());
        }
        push.models(station);
        broker.accept(station);
    }

    @Override
    public void refused(StationId station, String reason) {
        metrics.refused(station);
        push.changed(station);
    }
}
