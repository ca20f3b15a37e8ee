package io.winnow.adapter.rest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;

/** The ways in which a request is refused, as RFC 9457 problems. */
final class Problems {
    private Problems() {}

    static HttpProblem notFound(String detail) {
        return problem(Status.NOT_FOUND.getStatusCode(), "Not found", detail);
    }

    static HttpProblem badRequest(String detail) {
        return problem(Status.BAD_REQUEST.getStatusCode(), "Bad request", detail);
    }

    static HttpProblem conflict(String detail) {
        return problem(Status.CONFLICT.getStatusCode(), "Conflict", detail);
    }

    static HttpProblem unprocessable(String detail) {
        return problem(422, "Unprocessable", detail);
    }

    static HttpProblem unavailable(String detail) {
        return problem(Status.SERVICE_UNAVAILABLE.getStatusCode(), "Unavailable", detail);
    }

    private static HttpProblem problem(int status, String title, String detail) {
        return HttpProblem.builder()
                .withStatus(status)
                .withTitle(title)
                .withDetail(detail)
                .build();
    }
}
