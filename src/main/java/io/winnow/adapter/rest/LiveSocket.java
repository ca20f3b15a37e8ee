package io.winnow.adapter.rest;

import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.Blocking;
import io.winnow.adapter.rest.access.LiveEntry;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.station.Stations;
import jakarta.annotation.security.RolesAllowed;

/** The dashboard's push channel: starts with every station's state, then sends what happens. */
@RolesAllowed(Roles.VIEWER)
@WebSocket(path = "/api/v1/live")
public class LiveSocket {
    private final Stations stations;
    private final StationViews views;
    private final LiveEntry entry;

    LiveSocket(Stations stations, StationViews views, LiveEntry entry) {
        this.entry = entry;
        this.stations = stations;
        this.views = views;
    }

    @OnOpen
    @Blocking
    void opened(WebSocketConnection connection) {
        entry.opened(connection);
        stations.all()
                .forEach(
                        station -> connection.sendTextAndAwait(new LiveMessage.StationChanged(views.station(station))));
    }
}
