package io.winnow.app.config;

import io.winnow.core.inspection.StationId;
import java.util.List;

/** Everything that {@code edge-config/} says; stations by id. */
public record Configuration(SiteConfiguration site, List<StationConfiguration> stations) {
    public Configuration {
        stations = List.copyOf(stations);
    }

    /** @throws IllegalArgumentException when there is no such station */
    public StationConfiguration station(StationId id) {
        return stations.stream()
                .filter(station -> station.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("station %s is not configured".formatted(id)));
    }
}
