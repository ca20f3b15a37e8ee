package io.winnow.core.station;

import io.winnow.core.inspection.StationId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All stations of this process, by id. Immutable and thread-safe. */
public final class Stations implements AutoCloseable {
    private final Map<StationId, Station> byId = new TreeMap<>();

    public Stations(Collection<Station> stations) {
        stations.forEach(station -> byId.put(station.id(), station));
    }

    /** The station of that id. */
    public Optional<Station> find(StationId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The station that looks through a camera at a line. */
    public Optional<Station> find(String line, String camera) {
        return byId.values().stream()
                .filter(station -> station.settings().line().equals(line)
                        && station.settings().camera().equals(camera))
                .findFirst();
    }

    /** All stations, ordered by id. */
    public List<Station> all() {
        return List.copyOf(byId.values());
    }

    @Override
    public void close() {
        byId.values().forEach(Station::close);
    }
}
