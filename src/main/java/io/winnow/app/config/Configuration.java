package io.winnow.app.config;

import io.winnow.core.inspection.StationId;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that {@code edge-config/} says; stations by id.
 *
 * @param folder where it was read
 */
public record Configuration(Path folder, SiteConfiguration site, List<StationConfiguration> stations) {
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
