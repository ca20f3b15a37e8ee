package io.winnow.app;

import io.winnow.adapter.rest.LivePush;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.LifeListener;
import io.winnow.core.life.ModelLife;
import io.winnow.core.model.ModelTransition;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Passes what becomes of models on to metrics, dashboards and the broker. Thread-safe. */
final class LifeEvents implements LifeListener {
    private static final System.Logger LOG = System.getLogger(LifeEvents.class.getName());

    private final ServiceMetrics metrics;
    private final LivePush push;
    private final Consumer<StationId> broker;
    private final SystemAudit audit;

    LifeEvents(ServiceMetrics metrics, LivePush push, Consumer<StationId> broker, SystemAudit audit) {
        this.audit = audit;
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
            if (step.by().equals(ModelLife.BY_POLICY)) { // what people do is written where they ask for it
                audit.changed(
                        step.by(),
                        "model.by-policy",
                        station,
                        step.version().toString(),
                        Map.of("state", step.to().word(), "reason", step.why()));
            }
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
