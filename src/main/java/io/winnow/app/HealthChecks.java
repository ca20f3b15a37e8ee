package io.winnow.app;

import io.winnow.adapter.mqtt.ConnectionState;
import io.winnow.core.station.Station;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** What {@code /q/health} says: alive while frames are worked off, ready while every station can score or collect. */
@Singleton
class HealthChecks {
    private final Plant plant;

    HealthChecks(Plant plant) {
        this.plant = plant;
    }

    @Produces
    @Liveness
    HealthCheck inspection() {
        return () -> HealthCheckResponse.named("inspection")
                .status(plant.queue().working())
                .withData("waiting", plant.queue().waiting())
                .build();
    }

    @Produces
    @Startup
    HealthCheck started() {
        return () ->
                HealthCheckResponse.named("started").status(plant.started()).build();
    }

    @Produces
    @Readiness
    HealthCheck stations() {
        return () -> {
            HealthCheckResponseBuilder health = HealthCheckResponse.named("stations");
            boolean ready = plant.started();
            for (Station station : plant.stations().all()) {
                health.withData(station.id().value(), state(station));
                ready &= station.model().isPresent() || station.collecting();
            }
            return health.status(ready).build();
        };
    }

    /** Frames that cannot be stored are not answered: whoever sends them had better send them elsewhere, or wait. */
    @Produces
    @Readiness
    HealthCheck storage() {
        return () -> {
            HealthCheckResponseBuilder health = HealthCheckResponse.named("storage");
            plant.queue().outage().ifPresent(outage -> health.withData(
                            "since", outage.since().toString())
                    .withData("reason", outage.reason()));
            return health.status(plant.queue().outage().isEmpty()).build();
        };
    }

    private String state(Station station) {
        return station.model()
                .map(model -> "scores with model " + model.version()
                        + plant.life()
                                .degraded(station)
                                .map(why -> ", which " + why)
                                .orElse(""))
                .or(() -> station.refusal().map(why -> "undecided verdicts only: " + why))
                .orElseGet(() -> station.collecting()
                        ? "collects, %d of %d frames"
                                .formatted(
                                        station.poolFrames(), station.settings().collectFrames())
                        : "has a full pool and no model: refit it");
    }

    /** A broker that is away does not make the service unready: frames still come by REST, and verdicts wait in the outbox. */
    @Produces
    @Readiness
    HealthCheck surroundings() {
        return () -> HealthCheckResponse.named("surroundings")
                .up()
                .withData(
                        "broker",
                        plant.worstConnection().map(HealthChecks::words).orElse("none configured"))
                .withData("search", plant.indexImplementation())
                .withData("backbones", plant.backbones())
                .build();
    }

    private static String words(ConnectionState state) {
        return state.connected()
                ? "connected"
                : "not connected: " + state.lastError().orElse("still connecting");
    }
}
