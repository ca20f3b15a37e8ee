package io.winnow.adapter.rest;

import jakarta.inject.Singleton;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses parameters of addresses that are not what their resource declares. The framework answers 404 where one is no number, and
 * takes whatever is not {@code true} for {@code false}. Thread-safe.
 */
@Singleton
class ParameterCheck {
    /** What values of a type look like. */
    private record Form(String rule, Predicate<String> holds) {}

    /** A parameter that not every text fits. */
    private record Checked(String name, boolean query, Form form) {}

    private static final Form TRUTH = new Form("true or false", value -> value.equals("true") || value.equals("false"));
    private static final Form INTEGER = new Form("an integer", value -> parses(value, Integer::parseInt));
    private static final Form LONG = new Form("an integer", value -> parses(value, Long::parseLong));
    private static final Form NUMBER = new Form("a number", value -> parses(value, Double::parseDouble));

    private static final Map<Class<?>, Form> FORMS = Map.of(
            boolean.class, TRUTH,
            Boolean.class, TRUTH,
            int.class, INTEGER,
            Integer.class, INTEGER,
            long.class, LONG,
            Long.class, LONG,
            double.class, NUMBER,
            Double.class, NUMBER);

    private final Map<Method, List<Checked>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    public void check(ContainerRequestContext request, ResourceInfo resource) {
        for (Checked parameter : known.computeIfAbsent(resource.getResourceMethod(), ParameterCheck::checked)) {
            MultivaluedMap<String, String> given = parameter.query()
                    ? request.getUriInfo().getQueryParameters()
                    : request.getUriInfo().getPathParameters();
            for (String value : given.getOrDefault(parameter.name(), List.of())) {
                if (!parameter.form().holds().test(value)) {
                    throw Problems.badRequest("%s = '%.40s' must be %s"
                            .formatted(parameter.name(), value, parameter.form().rule()));
                }
            }
        }
    }

    private static List<Checked> checked(Method resource) {
        return Stream.of(resource.getParameters())
                .flatMap(parameter -> checked(parameter).stream())
                .toList();
    }

    private static List<Checked> checked(Parameter parameter) {
        @Nullable Form form = FORMS.get(parameter.getType());
        @Nullable QueryParam query = parameter.getAnnotation(QueryParam.class);
        @Nullable PathParam path = parameter.getAnnotation(PathParam.class);
        if (form == null || (query == null && path == null)) {
            return List.of();
        }
        return List.of(query == null ? new Checked(path.value(), false, form) : new Checked(query.value(), true, form));
    }

    private static boolean parses(String value, Function<String, Number> parser) {
        try {
            return Double.isFinite(parser.apply(value).doubleValue());
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
