package io.winnow.adapter.rest.access;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The answer to whoever is not let in. */
final class Challenge {
    static final String NOBODY =
            "nobody is logged in: POST /api/v1/session, or send a token as Authorization: Bearer ...";
    static final String WRONG = "the token is not known, has expired or was revoked";

    static final String SCHEME = "Bearer realm=\"winnow\"";
    private static final String TITLE = "Not logged in";

    private Challenge() {}

    static Response response(String detail) {
        return HttpProblem.builder()
                .withStatus(401)
                .withTitle(TITLE)
                .withDetail(detail)
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, SCHEME)
                .build()
                .toResponse();
    }

    /** The same where no resource answers. */
    static void send(HttpServerResponse response, String detail) {
        response.setStatusCode(401)
                .putHeader(HttpHeaders.WWW_AUTHENTICATE, SCHEME)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(new JsonObject()
                        .put("status", 401)
                        .put("title", TITLE)
                        .put("detail", detail)
                        .encode());
    }
}
