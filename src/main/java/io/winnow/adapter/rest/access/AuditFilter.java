package io.winnow.adapter.rest.access;

import io.winnow.adapter.rest.Problems;
import io.winnow.core.inspection.StorageException;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Sees to it that no change goes unwritten. Before a request changes anything it is written down that it is about to, and where that
 * fails it is refused; what its resource did not tell is written down as the request that it was.
 */
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

    /** After {@link CrossSiteFilter}, which refuses more than this has to remember. */
    @ServerRequestFilter(priority = Priorities.USER + 100)
    public void announce(ContainerRequestContext request, ResourceInfo resource) {
        if (READING.contains(request.getMethod())
                || resource.getResourceMethod().isAnnotationPresent(AuditedElsewhere.class)
                || caller.find().isEmpty()) {
            return;
        }
        try {
            audit.get().intend(target(request));
        } catch (StorageException e) {
            throw Problems.unavailable(
                    "nothing was changed, because the audit log cannot be written: " + e.getMessage());
        }
    }

    @ServerResponseFilter
    public void write(ContainerRequestContext request, ContainerResponseContext response) {
        if (!READING.contains(request.getMethod())) {
            audit.get().end(target(request), response.getStatus());
        }
    }

    private static String target(ContainerRequestContext request) {
        return request.getMethod() + " " + request.getUriInfo().getPath();
    }
}
