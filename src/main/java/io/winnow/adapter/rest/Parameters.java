package io.winnow.adapter.rest;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and truth values in addresses: what is none is a bad request that says so. By itself the framework answers that there is
 * no such resource, or takes {@code maybe} for false. Thread-safe.
 */
@Provider
public class Parameters implements ParamConverterProvider {
    private record Form(String name, Function<String, ?> parse) {}

    private static final Form INTEGER = new Form("an integer", Integer::valueOf);
    private static final Form LONG = new Form("an integer", Long::valueOf);
    private static final Form NUMBER = new Form("a number", Double::valueOf);
    private static final Form FLAG = new Form("true or false", Parameters::flag);
    private static final Map<Class<?>, Form> FORMS = Map.of(
            int.class, INTEGER,
            Integer.class, INTEGER,
            long.class, LONG,
            Long.class, LONG,
            double.class, NUMBER,
            Double.class, NUMBER,
            boolean.class, FLAG,
            Boolean.class, FLAG);

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    @Override
    @SuppressWarnings("unchecked") // each form gives values of the types that it stands for
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        Form form = FORMS.get(type);
        return form == null ? null : (ParamConverter<T>) new Converter(form, name(annotations));
    }

    private static String name(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .flatMap(annotation -> named(annotation).stream())
                .findFirst()
                .orElse("a parameter");
    }

    private static Optional<String> named(Annotation annotation) {
        if (annotation instanceof QueryParam query) {
            return Optional.of(query.value());
        }
        if (annotation instanceof PathParam path) {
            return Optional.of(path.value());
        }
        return annotation instanceof HeaderParam header ? Optional.of(header.value()) : Optional.empty();
    }

    private record Converter(Form form, String name) implements ParamConverter<Object> {
        @Override
        public @Nullable Object fromString(@Nullable String text) {
            if (text == null) {
                return null;
            }
            try {
                return form.parse().apply(text);
            } catch (IllegalArgumentException e) {
                throw Problems.badRequest("%s = '%.40s' must be %s".formatted(name, text, form.name()));
            }
        }

        @Override
        public String toString(Object value) {
            return String.valueOf(value);
        }
    }
}
