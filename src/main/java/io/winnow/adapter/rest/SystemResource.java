package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.health.HealthBoard;
import io.winnow.core.health.Latencies;
import io.winnow.core.health.Part;
import io.winnow.core.health.TroubleLog;
import io.winnow.core.inspection.StationId;
import io.winnow.core.station.Station;
import io.winnow.core.station.Stations;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How the service itself is, in plain words. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/system")
@Produces(MediaType.APPLICATION_JSON)
public class SystemResource {
    private final SystemFacts facts;
    private final HealthBoard board;
    private final Latencies latencies;
    private final TroubleLog troubles;
    private final Stations stations;
    private final Clock clock;

    SystemResource(
            SystemFacts facts,
            HealthBoard board,
            Latencies latencies,
            TroubleLog troubles,
            Stations stations,
            Clock clock) {
        this.facts = facts;
        this.board = board;
        this.latencies = latencies;
        this.troubles = troubles;
        this.stations = stations;
        this.clock = clock;
    }

    @GET
    @Operation(
            summary = "Health of every part and what to do, what runs backbones, latency by stage, storage and"
                    + " retention, recent errors",
            description =
                    "Every part is probed again and again; the answer is what was found last, some seconds ago at most.")
    public SystemView system() {
        SystemFacts.Facts now = facts.now();
        List<Part> parts = board.parts();
        return new SystemView(
                SystemView.worst(parts),
                clock.instant(),
                now.site(),
                now.version(),
                now.startedAt(),
                parts.stream().map(SystemView.PartView::of).toList(),
                new SystemView.MachineView(now.java(), now.operatingSystem(), now.processors()),
                now.execution().stream().map(SystemView.ExecutionView::of).toList(),
                now.libraries(),
                latency(),
                now.storage().map(SystemView.StorageView::of).orElse(null),
                SystemView.RetentionView.of(now.retention()),
                troubles.newest().stream().map(SystemView.TroubleView::of).toList());
    }

    /** All stations together, then each. */
    private List<SystemView.LatencyView> latency() {
        return Stream.concat(
                        Stream.of(Optional.<StationId>empty()),
                        stations.all().stream().map(Station::id).map(Optional::of))
                .map(station -> new SystemView.LatencyView(
                        station.map(StationId::value).orElse(null),
                        Latencies.FRAMES,
                        latencies.lines(station).stream()
                                .map(SystemView.StageView::of)
                                .toList()))
                .toList();
    }
}
