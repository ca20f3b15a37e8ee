package io.winnow.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A YAML document as a tree that knows its lines. Binding straight to records would end at the first problem and lose the line of
 * every value that is well-formed but wrong.
 */
final class Yaml {
    /** Any value. */
    sealed interface Value permits Scalar, Mapping, Sequence {}

    /** Kinds of scalar, by how they were written. */
    enum Kind {
        TEXT,
        INTEGER,
        NUMBER,
        BOOLEAN,
        NOTHING
    }

    /** One value, its text as it was written. */
    record Scalar(Kind kind, String text) implements Value {}

    /** Keys and values, with the line of each key. */
    record Mapping(Map<String, Value> values, Map<String, Integer> lines) implements Value {
        static final Mapping EMPTY = new Mapping(Map.of(), Map.of());
    }

    /** A list. */
    record Sequence(List<Value> values) implements Value {}

    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final YAMLParser parser;
    private final BiConsumer<Integer, String> problems;

    private Yaml(YAMLParser parser, BiConsumer<Integer, String> problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * Reads one document whose top is a mapping; whatever is wrong goes to {@code problems} with its line.
     *
     * @return empty where the document could not be read to its end
     */
    static Optional<Mapping> read(Reader source, BiConsumer<Integer, String> problems) throws IOException {
        try (YAMLParser parser = FACTORY.createParser(source)) {
            return new Yaml(parser, problems).document();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            problems.accept(
                    line,
                    "is not YAML: " + e.getOriginalMessage().lines().findFirst().orElse("unreadable"));
            return Optional.empty();
        }
    }

    private Optional<Mapping> document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return Optional.of(Mapping.EMPTY);
        }
        if (first != JsonToken.START_OBJECT) {
            problems.accept(line(), "must hold keys and values");
            return Optional.empty();
        }
        Mapping mapping = mapping();
        if (parser.nextToken() != null) {
            problems.accept(line(), "must hold one document, not several");
        }
        return Optional.of(mapping);
    }

    private Mapping mapping() throws IOException {
        Map<String, Value> values = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int line = line();
            parser.nextToken();
            Value value = value();
            if (values.putIfAbsent(key, value) == null) {
                lines.put(key, line);
            } else {
                problems.accept(
                        line, "%s stands here a second time; the first is in line %d".formatted(key, lines.get(key)));
            }
        }
        return new Mapping(values, lines);
    }

    private Value value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping();
            case START_ARRAY -> sequence();
            default -> scalar();
        };
    }

    private Sequence sequence() throws IOException {
        List<Value> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value());
        }
        return new Sequence(values);
    }

    private Scalar scalar() throws IOException {
        if (parser.isCurrentAlias()) {
            problems.accept(line(), "*%s: aliases are not supported; write the value out".formatted(parser.getText()));
        }
        Kind kind =
                switch (parser.currentToken()) {
                    case VALUE_NUMBER_INT -> Kind.INTEGER;
                    case VALUE_NUMBER_FLOAT -> Kind.NUMBER;
                    case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
                    case VALUE_NULL -> Kind.NOTHING;
                    default -> Kind.TEXT;
                };
        return new Scalar(kind, kind == Kind.NOTHING ? "" : parser.getText());
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
