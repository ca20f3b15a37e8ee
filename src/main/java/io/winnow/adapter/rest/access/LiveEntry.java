package io.winnow.adapter.rest.access;

import io.quarkus.websockets.next.OpenConnections;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.winnow.core.access.Caller;
import io.winnow.core.access.Entrance;
import io.winnow.core.access.Sessions.Visit;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Remembers who opened a push channel, and closes it when they may no longer be in. Thread-safe. */
@Singleton
public class LiveEntry {
    private static final TypedKey<Opener> OPENER = new TypedKey<>("winnow.opener");
    /** Signed tokens are not asked for again while a channel is open; whoever has a fresh one opens another. */
    private static final Duration SIGNED_LASTS = Duration.ofMinutes(15);

    private record Opener(Caller caller, Optional<String> session, Instant at) {}

    private final CurrentCaller caller;
    private final Entrance entrance;
    private final OpenConnections connections;
    private final Clock clock;

    LiveEntry(CurrentCaller caller, Entrance entrance, OpenConnections connections, Clock clock) {
        this.caller = caller;
        this.entrance = entrance;
        this.connections = connections;
        this.clock = clock;
    }

    /** To be called where a channel opens. */
    public void opened(WebSocketConnection connection) {
        connection
                .userData()
                .put(OPENER, new Opener(caller.get(), caller.visit().map(Visit::hash), clock.instant()));
    }

    /** Closes the channels of those who logged out, were disabled, or whose token was revoked. */
    public void sweep() {
        connections.stream()
                .filter(this::isOver)
                .forEach(connection -> connection.close().subscribe().with(closed -> {}, failure -> {
                    // It is closed already: that is what was wanted.
                }));
    }

    private boolean isOver(WebSocketConnection connection) {
        Opener opener = connection.userData().get(OPENER);
        if (opener == null) {
            return false;
        }
        if (opener.session().isPresent()) {
            return !entrance.sessions().lasts(opener.session().get());
        }
        return opener.caller().kind() == Caller.Kind.TOKEN
                ? !entrance.tokens().lasts(opener.caller().name())
                : opener.at().plus(SIGNED_LASTS).isBefore(clock.instant());
    }
}
