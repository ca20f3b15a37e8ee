package io.winnow.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * JSON Schema (draft 2020-12) of the configuration files, for editors: made from what the readers ask for, so that it knows each key's
 * form, range and default. What takes two keys or a look at this machine to judge is left to {@code winnow config check}.
 */
public final class ConfigurationSchema {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Set<String> strategies;
    private final Map<String, String> meanings;

    /**
     * @param strategies of refinement, the default first
     * @param documentation {@code docs/configuration.md}, whose tables say what each key means
     */
    public ConfigurationSchema(Set<String> strategies, String documentation) {
        this.strategies = strategies;
        this.meanings = KeyTable.meanings(documentation);
    }

    /** Of {@code site.yaml}. */
    public String site() {
        return text("site", "edge-config/site.yaml: this machine", siteKeys());
    }

    /** Of {@code stations/ID.yaml}. */
    public String station() {
        return text("station", "edge-config/stations/ID.yaml: one station", stationKeys());
    }

    private static ConfigFile siteKeys() {
        ConfigFile file = ConfigFile.empty("site.yaml");
        new SiteReader(file, Path.of(""), Map.of()).read();
        return file;
    }

    private ConfigFile stationKeys() {
        ConfigFile file = ConfigFile.empty("station.yaml");
        new StationReader(file, strategies, Optional.empty(), new HashMap<>()).read();
        return file;
    }

    private String text(String name, String title, ConfigFile file) {
        ObjectNode root = JSON.objectNode();
        root.put("$schema", DIALECT);
        root.put("$id", "urn:winnow:schema:configuration:" + name + ":1");
        root.put("title", title);
        root.put("type", "object");
        fill(root, file);
        try {
            DefaultPrettyPrinter.Indenter lines = new DefaultIndenter("  ", "\n");
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(lines);
            return MAPPER.writer(printer).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always can be written", e);
        }
    }

    private void fill(ObjectNode root, ConfigFile file) {
        root.putObject("properties");
        root.put("additionalProperties", false);
        file.keys().forEach(key -> {
            int dot = key.path().lastIndexOf('.');
            ObjectNode parent = dot < 0 ? root : object(root, key.path().substring(0, dot));
            properties(parent).set(key.path().substring(dot + 1), property(key));
            if (key.required()) {
                require(root, key.path());
            }
        });
        file.sections().forEach(path -> object(root, path));
    }

    /** What describes a section, made with those above it where it is not there yet. */
    private static ObjectNode object(ObjectNode root, String path) {
        ObjectNode at = root;
        for (String name : path.split("\\.")) {
            ObjectNode below = (ObjectNode) properties(at).get(name);
            if (below == null) {
                below = properties(at).putObject(name);
                // A section of which every line is a comment is nothing.
                below.set("type", JSON.arrayNode().add("object").add("null"));
                below.putObject("properties");
                below.put("additionalProperties", false);
            }
            at = below;
        }
        return at;
    }

    private static ObjectNode properties(ObjectNode object) {
        return (ObjectNode) object.get("properties");
    }

    /** Where a key has to be there, so have the sections around it. */
    private static void require(ObjectNode root, String path) {
        ObjectNode at = root;
        for (String name : path.split("\\.")) {
            ArrayNode required = at.withArray("required");
            if (!contains(required, name)) {
                required.add(name);
            }
            at = (ObjectNode) properties(at).get(name);
            if (at.has("properties")) {
                at.put("type", "object");
            }
        }
    }

    private static boolean contains(ArrayNode names, String name) {
        for (JsonNode each : names) {
            if (each.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private ObjectNode property(Key key) {
        ObjectNode property = JSON.objectNode();
        String meaning = meanings.getOrDefault(key.path(), "");
        UnaryOperator<String> sentence = text -> text.isEmpty() ? "" : text + ". ";
        property.put(
                "description",
                sentence.apply(meaning.replaceFirst("\\.$", ""))
                        + (key.required()
                                ? "Must be given: " + key.form()
                                : "Value: %s; default: %s".formatted(key.form(), key.fallback())));
        describe(property, key.type());
        fallback(key).ifPresent(value -> property.set("default", value));
        return property;
    }

    private static void describe(ObjectNode property, KeyType type) {
        if (type instanceof KeyType.Patterned patterned) {
            // To YAML a name of digits alone is a number.
            types(property, "string", "integer", "boolean");
            property.put("pattern", "^(?:%s)$".formatted(patterned.pattern().pattern()));
        } else if (type instanceof KeyType.Choice choice) {
            choice.words().forEach(property.putArray("enum")::add);
        } else if (type instanceof KeyType.Flag) {
            property.put("type", "boolean");
        } else if (type instanceof KeyType.Whole whole) {
            property.put("type", "integer").put("minimum", whole.least()).put("maximum", whole.most());
        } else if (type instanceof KeyType.Real real) {
            Range range = real.range();
            property.put("type", "number");
            property.set(range.leastBelongs() ? "minimum" : "exclusiveMinimum", number(range.least()));
            property.set(range.mostBelongs() ? "maximum" : "exclusiveMaximum", number(range.most()));
        } else if (type instanceof KeyType.Span span) {
            property.put("type", "string").put("pattern", Durations.pattern(span.least(), span.most()));
        } else if (type instanceof KeyType.Size size) {
            property.put("type", "string").put("pattern", DataSize.pattern(size.least(), size.most()));
        } else if (type instanceof KeyType.Words words) {
            property.put("type", "array").put("minItems", words.least()).put("uniqueItems", true);
            words.allowed().forEach(property.putObject("items").putArray("enum")::add);
        } else if (type instanceof KeyType.Texts) {
            property.put("type", "array").put("minItems", 1);
            text(property.putObject("items"));
        } else {
            text(property);
        }
    }

    /** What is not blank; whatever else YAML takes it for. */
    private static void text(ObjectNode property) {
        types(property, "string", "number", "boolean");
        property.put("pattern", "\\S");
    }

    private static void types(ObjectNode property, String... types) {
        ArrayNode list = property.putArray("type");
        for (String type : types) {
            list.add(type);
        }
    }

    private static JsonNode number(double value) {
        return parsed(Range.plain(value));
    }

    /** The default where it is a value and no explanation. */
    private static Optional<JsonNode> fallback(Key key) {
        String text = key.fallback();
        boolean words = text.equals(Section.NONE) || text.equals(Section.REQUIRED);
        KeyType type = key.type();
        if (type instanceof KeyType.Choice || (type instanceof KeyType.Text plain && plain.literal())) {
            return Optional.of(JSON.textNode(text));
        }
        if (words || type instanceof KeyType.Text || type instanceof KeyType.Patterned) {
            return Optional.empty();
        }
        if (type instanceof KeyType.Span) {
            return Durations.parse(text).map(value -> JSON.textNode(text));
        }
        if (type instanceof KeyType.Size) {
            return DataSize.parse(text).map(value -> JSON.textNode(text));
        }
        if (type instanceof KeyType.Words) {
            ArrayNode list = JSON.arrayNode();
            List.of(text.substring(1, text.length() - 1).split(", ")).forEach(list::add);
            return Optional.of(list);
        }
        // "by size", "every core" and the like are no values.
        return type instanceof KeyType.Texts || !text.matches("-?[0-9.]+|true|false")
                ? Optional.empty()
                : Optional.of(parsed(text));
    }

    private static JsonNode parsed(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("%s is no JSON".formatted(json), e);
        }
    }
}
