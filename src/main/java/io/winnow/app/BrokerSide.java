package io.winnow.app;

import io.winnow.adapter.mqtt.ConnectionState;
import io.winnow.app.config.Configuration;
import io.winnow.core.inspection.Outbox;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Job;
import io.winnow.core.model.ModelStore;
import io.winnow.core.review.LiveQuality;
import io.winnow.core.station.RefitDesk;
import io.winnow.core.station.Station;
import io.winnow.core.station.Stations;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What this machine tells a broker, where one is configured; without one nothing happens. Thread-safe once opened. */
final class BrokerSide implements AutoCloseable {
    private final ModelStore models;
    private final Clock clock;
    private final OutboxPublisher publisher;
    private volatile @Nullable BrokerLink link;

    /** @param stations whose events leave */
    BrokerSide(Outbox outbox, List<StationId> stations, ModelStore models, Clock clock) {
        this.models = models;
        this.clock = clock;
        this.publisher =
                new OutboxPublisher(outbox, stations, event -> required().publish(event));
    }

    private BrokerLink required() {
        BrokerLink open = link;
        if (open == null) {
            throw new IllegalStateException("no broker is configured");
        }
        return open;
    }

    /** Begins to connect where a broker is configured: lets frames in and events out. */
    void open(Configuration configuration, BrokerLink.Ports ports) {
        configuration.site().broker().ifPresent(settings -> {
            link = BrokerLink.open(configuration, settings, ports);
            publisher.start();
            ports.stations().all().forEach(station -> models(station.id()));
        });
    }

    /** Says that there may be events to send. */
    void wake() {
        publisher.wake();
    }

    void job(Job job) {
        BrokerLink open = link;
        if (open != null) {
            open.job(job);
        }
    }

    void models(StationId station) {
        BrokerLink open = link;
        if (open != null) {
            open.publishModels(station, ModelsMessage.json(station, models, clock.instant()));
        }
    }

    /** In a fleet: begins or ends to speak for all stations. */
    void speak(boolean now) {
        BrokerLink open = link;
        if (open != null) {
            open.speak(now);
        }
    }

    /** Takes the frames that the broker keeps for a member of the fleet that is gone. */
    boolean takeOver(String member, BooleanSupplier stillGone) throws InterruptedException {
        BrokerLink open = link;
        return open != null && open.takeOver(member, stillGone);
    }

    void stats(Station station, LiveQuality.Report report) {
        BrokerLink open = link;
        if (open != null) {
            open.publishStats(station.id(), StationStats.json(station, report, clock.instant()));
        }
    }

    /** Sends what changed of states and drift. */
    void refresh(Stations stations, RefitDesk desk) {
        BrokerLink open = link;
        if (open != null) {
            open.refreshStates();
            for (Station station : stations.all()) {
                open.refreshDrift(station.id(), DriftMessage.json(station, desk.open(station.id())));
            }
        }
    }

    /** Says which version of the configuration is in force. */
    void configuration(String json) {
        BrokerLink open = link;
        if (open != null) {
            open.refreshConfiguration(json);
        }
    }

    /** The connection that has most to complain about; empty without a broker. */
    Optional<ConnectionState> worst(Stations stations) {
        BrokerLink open = link;
        return open == null
                ? Optional.empty()
                : stations.all().stream()
                        .map(Station::id)
                        .map(open::state)
                        .min(Comparator.comparing(ConnectionState::connected));
    }

    /** Lets events leave as far as they can, then disconnects. */
    @Override
    public void close() {
        close(true);
    }

    /** @param last whether nobody else speaks for the stations from now on */
    void close(boolean last) {
        publisher.close();
        BrokerLink open = link;
        if (open != null) {
            open.close(last);
        }
    }
}
