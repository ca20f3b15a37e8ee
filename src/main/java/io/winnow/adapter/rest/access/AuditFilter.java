package io.winnow.adapter.rest.access;

import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Sees to it that no change goes unwritten: what a resource did not tell is written down as the request that it was. */
@Singleton
class AuditFilter {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Provider<Audit> audit;
    private final CurrentCaller caller;

    /** @param audit asked late: this is made before there is a database */
    AuditFilter(Provider<Audit> audit, CurrentCaller caller) {
        this.audit = audit;
        this.caller = caller;
    }

    @ServerResponseFilter
    public void write(ContainerRequestContext request, ContainerResponseContext response) {
        if (!READING.contains(request.getMethod())
                && response.getStatus() < 400
                && !audit.get().isTold()
                && caller.find().isPresent()) {
            audit.get()
                    .changed(
                            "request",
                            null,
                            request.getMethod() + " " + request.getUriInfo().getPath(),
                            null,
                            Map.of("status", response.getStatus()));
        }
    }
}
