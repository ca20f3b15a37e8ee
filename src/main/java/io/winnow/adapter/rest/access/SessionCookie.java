package io.winnow.adapter.rest.access;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.NewCookie;

/** The cookie that holds a session's secret, out of reach of scripts and of other sites. */
final class SessionCookie {
    static final String NAME = "winnow-session";
    /** Sent by pages that nobody has touched for a while, so that refreshing by itself keeps no session alive. */
    static final String UNATTENDED = "X-Unattended";

    private SessionCookie() {}

    /** Lasts as long as the browser is open; the service decides when the session ends. */
    static NewCookie of(String secret, boolean secure) {
        return builder(secret, secure).build();
    }

    static NewCookie none(boolean secure) {
        return builder("", secure).maxAge(0).build();
    }

    private static NewCookie.Builder builder(String value, boolean secure) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.STRICT);
    }

    static String address(HttpServerRequest request) {
        return request.remoteAddress() == null
                ? "unknown"
                : request.remoteAddress().hostAddress();
    }
}
