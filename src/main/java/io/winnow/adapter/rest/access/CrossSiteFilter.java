package io.winnow.adapter.rest.access;

import io.vertx.core.http.HttpServerRequest;
import io.winnow.adapter.rest.Problems;
import io.winnow.core.access.Sessions.Visit;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other sites from changing something in the name of whoever is logged in: requests with a session's cookie must
 * repeat a word that only our own pages can read, and what comes from another origin is refused whatever it shows.
 */
@Singleton
class CrossSiteFilter {
    static final String TOKEN_HEADER = "X-CSRF-Token";
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    private final CurrentCaller caller;

    CrossSiteFilter(CurrentCaller caller) {
        this.caller = caller;
    }

    @ServerRequestFilter
    public void check(ContainerRequestContext request, @Context HttpServerRequest http) {
        if (HARMLESS.contains(request.getMethod())) {
            return;
        }
        if (!Origin.isOurs(http)) {
            throw Problems.forbidden("a page of another site may not change anything here");
        }
        Optional<Visit> visit = caller.visit();
        if (visit.isPresent() && !same(visit.get().csrf(), request.getHeaderString(TOKEN_HEADER))) {
            throw Problems.forbidden("the header %s must repeat what GET /api/v1/session says in csrf; reload the page"
                    .formatted(TOKEN_HEADER));
        }
    }

    private static boolean same(String wanted, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        wanted.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
