package io.winnow.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says of a body that is not the JSON of a request what must stand there. Thread-safe. */
@ApplicationScoped
public class UnreadableBody implements ProblemPostProcessor {
    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        return of(context.cause)
                .map(cause -> HttpProblem.builder(problem)
                        .withTitle("Bad request")
                        .withDetail(describe(cause))
                        .build())
                .orElse(problem);
    }

    private static Optional<JsonProcessingException> of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException json) {
                return Optional.of(json);
            }
        }
        return Optional.empty();
    }

    static String describe(JsonProcessingException cause) {
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return "%s is no field of this request; known here are %s"
                    .formatted(
                            path(unknown),
                            unknown.getKnownPropertyIds() == null
                                    ? "none"
                                    : unknown.getKnownPropertyIds().stream()
                                            .map(String::valueOf)
                                            .sorted()
                                            .collect(Collectors.joining(", ")));
        }
        if (cause instanceof MismatchedInputException mismatch) {
            return "%s%s must be %s".formatted(path(mismatch), place(cause), form(mismatch.getTargetType()));
        }
        String message = cause.getOriginalMessage().lines().findFirst().orElse("unreadable");
        return cause instanceof StreamConstraintsException
                ? "the body is refused as JSON%s: %s".formatted(place(cause), message)
                : "the body is no JSON%s: %.200s".formatted(place(cause), message);
    }

    private static String place(JsonProcessingException cause) {
        return cause.getLocation() == null || cause.getLocation().getLineNr() < 1
                ? ""
                : " at line %d, column %d"
                        .formatted(
                                cause.getLocation().getLineNr(),
                                cause.getLocation().getColumnNr());
    }

    private static String path(JsonMappingException cause) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : cause.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? "the body" : "%.120s".formatted(path);
    }

    /** What stands for a Java type in JSON. */
    private static String form(Class<?> type) {
        if (type == null || Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "an object";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a text";
        }
        boolean whole = type == int.class || type == Integer.class || type == long.class || type == Long.class;
        return whole
                ? "an integer"
                : type.isPrimitive() || Number.class.isAssignableFrom(type) ? "a number" : "an object";
    }
}
