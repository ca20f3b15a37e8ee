package io.winnow.adapter.rest.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.winnow.core.access.Caller;
import io.winnow.core.access.Sessions.Visit;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Who asks, as they proved it; never as they claim in what they send. Thread-safe. */
@Singleton
public class CurrentCaller {
    static final String CALLER = "winnow.caller";
    static final String VISIT = "winnow.visit";

    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** @throws IllegalStateException where nobody has to log in */
    public Caller get() {
        return find().orElseThrow(
                        () -> new IllegalStateException("nobody is logged in; does the resource have a role?"));
    }

    public Optional<Caller> find() {
        return Optional.ofNullable(identity.getAttribute(CALLER));
    }

    /** The name under which it is remembered what they did. */
    public String name() {
        return get().name();
    }

    /** The session of a person; empty for machines. */
    Optional<Visit> visit() {
        return Optional.ofNullable(identity.getAttribute(VISIT));
    }
}
