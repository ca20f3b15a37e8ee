package io.winnow.adapter.rest;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.ext.Provider;

/** Takes the place of the framework's own answer to JSON of another shape than the request's, which has no body. Thread-safe. */
@Provider
public class MismatchedBodyMapper extends ExceptionMapperBase<MismatchedInputException> {
    @Override
    protected HttpProblem toProblem(MismatchedInputException exception) {
        return Problems.badRequest(UnreadableBody.describe(exception));
    }
}
