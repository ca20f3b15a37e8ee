package io.winnow.adapter.rest;

import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** A browser that is closed in the middle of its request is no error of the service, and is not to be logged as one. Thread-safe. */
@Provider
public class HangUpMapper extends ExceptionMapperBase<IOException> {
    @Override
    protected HttpProblem toProblem(IOException exception) {
        return hungUp(exception)
                ? Problems.badRequest("the client went away before its request was read")
                : HttpProblem.valueOf(Response.Status.INTERNAL_SERVER_ERROR);
    }

    private static boolean hungUp(Throwable thrown) {
        return thrown instanceof ClosedChannelException || thrown.getCause() instanceof ClosedChannelException;
    }
}
