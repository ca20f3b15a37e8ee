package io.winnow.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One of our files of reachability metadata. */
final class Metadata {
    private static final Path FOLDER = Path.of("src/main/resources/META-INF/native-image/io.winnow");

    private final JsonNode root;

    private Metadata(JsonNode root) {
        this.root = root;
    }

    /** What libraries need; written by hand. */
    static Metadata ofLibraries() throws IOException {
        return read("winnow");
    }

    /** Which of our own classes are bound; written by {@link #writeClasses}. */
    static Metadata ofClasses() throws IOException {
        return read("classes");
    }

    private static Metadata read(String name) throws IOException {
        return new Metadata(new ObjectMapper().readTree(file(name).toFile()));
    }

    private static Path file(String name) {
        return FOLDER.resolve(name).resolve("reachability-metadata.json");
    }

    /** Writes the file of our own classes, a line each. */
    static void writeClasses(Collection<String> names) throws IOException {
        Path file = file("classes");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                names.stream()
                        .map("    {\"type\": \"%s\", \"allDeclaredConstructors\": true, \"allDeclaredMethods\": true,"
                                .concat(" \"allDeclaredFields\": true}")::formatted)
                        .collect(Collectors.joining(",\n", "{\n  \"reflection\": [\n", "\n  ]\n}\n")));
    }

    /** Every type with what is said of it. */
    Map<String, JsonNode> types() {
        Map<String, JsonNode> types = new LinkedHashMap<>();
        root.path("reflection").forEach(entry -> types.put(entry.path("type").asText(), entry));
        return types;
    }

    /** Types that native code may look up. */
    Set<String> typesForNativeCode() {
        return types().entrySet().stream()
                .filter(entry -> entry.getValue().path("jniAccessible").asBoolean())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Patterns of resources. */
    List<String> globs() {
        return resources("glob");
    }

    /** Names of resource bundles. */
    List<String> bundles() {
        return resources("bundle");
    }

    private List<String> resources(String kind) {
        return StreamSupport.stream(root.path("resources").spliterator(), false)
                .filter(entry -> entry.has(kind))
                .map(entry -> entry.path(kind).asText())
                .toList();
    }
}
