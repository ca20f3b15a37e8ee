package io.winnow.adapter.rest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;

/** The ways in which a request is refused, as RFC 9457 problems. */
public final class Problems {
    private Problems() {}

    public static HttpProblem notFound(String detail) {
        return problem(Status.NOT_FOUND.getStatusCode(), "Not found", detail);
    }

    public static HttpProblem badRequest(String detail) {
        return problem(Status.BAD_REQUEST.getStatusCode(), "Bad request", detail);
    }

    public static HttpProblem forbidden(String detail) {
        return problem(Status.FORBIDDEN.getStatusCode(), "Forbidden", detail);
    }

    public static HttpProblem conflict(String detail) {
        return problem(Status.CONFLICT.getStatusCode(), "Conflict", detail);
    }

    public static HttpProblem unprocessable(String detail) {
        return problem(422, "Unprocessable", detail);
    }

    public static HttpProblem unavailable(String detail) {
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
