package io.winnow.adapter.rest.access;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Whose page a request comes from. */
final class Origin {
    private Origin() {}

    /** Whether it comes from one of our own pages, or from no page at all. */
    static boolean isOurs(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null || matches(origin, request.authority());
    }

    /** By host and port: whoever ends TLS in front of us changes the scheme. */
    private static boolean matches(String origin, @Nullable HostAndPort authority) {
        if (authority == null) {
            return false;
        }
        try {
            URI uri = new URI(origin);
            String host = uri.getHost();
            int usual = "https".equals(uri.getScheme()) ? 443 : 80;
            int port = uri.getPort() < 0 ? usual : uri.getPort();
            int ours = authority.port() < 0 ? usual : authority.port();
            return host != null && host.equalsIgnoreCase(authority.host()) && port == ours;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
