package io.winnow.app;

import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.FleetRegistry;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.app.config.StationConfiguration;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.ModelLife;
import io.winnow.core.station.Station;
import io.winnow.core.station.Stations;
import io.winnow.core.threshold.ThresholdService;
import java.util.Optional;

/**
 * What this process does as one of a fleet: follows what the others change, and does what is to be done once while it leads. Where
 * there is no fleet it always leads, and nobody is to be followed. Thread-safe.
 */
final class FleetSide implements AutoCloseable {
    /** What the others of a fleet have a say in. */
    record Parts(Stations stations, ModelLife life, ThresholdService thresholds, BrokerSide broker) {}

    private final Parts parts;
    private final Optional<FleetMember> member;

    FleetSide(Configuration configuration, Database database, Parts parts) {
        this.parts = parts;
        this.member = configuration.site().fleet().map(fleet -> member(configuration, database, fleet));
    }

    private FleetMember member(Configuration configuration, Database database, SiteConfiguration.Fleet fleet) {
        FleetRegistry registry =
                new FleetRegistry(database, fleet.member(), ServiceSettings.version(), FleetMember.LEASE);
        return new FleetMember(
                registry,
                fleet,
                configuration.stations().stream().map(StationConfiguration::id).toList(),
                new Work());
    }

    /** Empty where there is no fleet. */
    Optional<FleetMember> member() {
        return member;
    }

    /** Whether this process does what is to be done once: always, unless it is one of a fleet. */
    boolean leading() {
        return member.map(FleetMember::leading).orElse(true);
    }

    /** Whether nobody else goes on when this process ends. */
    boolean last() {
        return member.map(each -> each.living() <= 1).orElse(true);
    }

    /** Why no refit can run here; empty where it can. */
    Optional<String> refitsElsewhere() {
        return leading()
                ? Optional.empty()
                : Optional.of("refits run on the leader of the fleet, which is %s now; ask there"
                        .formatted(member.flatMap(FleetMember::leader).orElse("not known")));
    }

    /** Joins the fleet, with its champions open when this returns; true where there is one. */
    boolean join() {
        member.ifPresent(each -> {
            // What is unfinished may be another member's work in hand.
            parts.stations().all().forEach(station -> {
                station.learn(false);
                parts.life().join(station);
            });
            each.start();
        });
        return member.isPresent();
    }

    /** Begins or ends to speak to the broker for all stations. */
    void speak(boolean now) {
        parts.broker().speak(now);
        if (now) {
            parts.stations().all().forEach(station -> parts.broker().models(station.id()));
        }
    }

    @Override
    public void close() {
        member.ifPresent(FleetMember::close);
    }

    private final class Work implements FleetMember.Work {
        @Override
        public boolean models(StationId id, boolean leading) {
            boolean done = parts.life().follow(parts.stations().find(id).orElseThrow(), leading);
            if (leading) {
                parts.broker().models(id);
            }
            return done;
        }

        @Override
        public void thresholds(StationId station) {
            parts.thresholds().changedElsewhere(station);
        }

        @Override
        public void count() {
            parts.stations().all().forEach(Station::recount);
        }

        @Override
        public void pool(StationId station) {
            parts.stations().find(station).orElseThrow().reloadPool();
        }

        @Override
        public void lead(boolean now) {
            parts.stations().all().forEach(station -> station.learn(now));
            speak(now);
        }

        @Override
        public boolean takeOver(String gone) throws InterruptedException {
            return parts.broker().takeOver(gone, () -> member.filter(each -> each.isGone(gone))
                    .isPresent());
        }
    }
}
