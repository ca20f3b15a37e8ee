package io.winnow.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A class or a resource of which the native executable was not told is missing in it, and only shows when somebody needs it. Hence this
 * comparison, with every build on the virtual machine.
 */
class ReachabilityTest {
    /** Writes what {@link #ownClasses_readByLibraries_areDeclared} wants. */
    private static final String WRITE = "winnow.metadata.write";

    private static final Path RESOURCES = Path.of("src/main/resources");

    /** Looked after by the framework: static files, migrations, its own settings. */
    private static final List<String> OF_THE_FRAMEWORK = List.of("META-INF/", "db/", "application.properties");

    private static final Pattern CLASS_NAME = Pattern.compile("\0((?:ai/onnxruntime|org/opencv|java)/[\\w/$]+)(?=\0)");

    private static final Pattern RAISED = Pattern.compile("raise\\(env, \"([\\w/]+)\"");

    @Test
    void ownClasses_readByLibraries_areDeclared() throws IOException {
        Set<String> needed = new BoundClasses().names();
        if (Boolean.getBoolean(WRITE)) {
            Metadata.writeClasses(needed);
        }

        assertThat(new TreeSet<>(Metadata.ofClasses().types().keySet()))
                .as("run this test with -D" + WRITE + "=true, look at the difference and commit it")
                .isEqualTo(needed);
    }

    @Test
    void declaredClassesAndMethods_exist() throws IOException {
        for (Map.Entry<String, JsonNode> entry : Metadata.ofLibraries().types().entrySet()) {
            Class<?> type = type(entry.getKey());
            for (JsonNode method : entry.getValue().path("methods")) {
                assertThat(type.getMethods())
                        .as(entry.getKey())
                        .anyMatch(declared ->
                                declared.getName().equals(method.path("name").asText())
                                        && Stream.of(declared.getParameterTypes())
                                                .map(Class::getTypeName)
                                                .toList()
                                                .equals(texts(method.path("parameterTypes"))));
            }
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** A class by the name that metadata has for it; arrays end in brackets. */
    private static Class<?> type(String name) {
        try {
            return name.endsWith("[]")
                    ? type(name.substring(0, name.length() - 2)).arrayType()
                    : Class.forName(name, false, ReachabilityTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return fail("the metadata names %s, which does not exist", name);
        }
    }

    @Test
    void declaredBundles_exist() throws IOException {
        assertThat(Metadata.ofLibraries().bundles()).isNotEmpty().allSatisfy(bundle -> assertThat(
                        ResourceBundle.getBundle(bundle).keySet())
                .isNotEmpty());
    }

    @Test
    void ownResources_areDeclared() throws IOException {
        List<PathMatcher> declared = Metadata.ofLibraries().globs().stream()
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            List<Path> own = files.filter(Files::isRegularFile)
                    .map(RESOURCES::relativize)
                    .filter(file -> OF_THE_FRAMEWORK.stream().noneMatch(file.toString()::startsWith))
                    .toList();
            assertThat(own).isNotEmpty().allMatch(file -> declared.stream().anyMatch(glob -> glob.matches(file)));
        }
    }

    @Test
    void declaredResources_exist() throws IOException {
        for (String glob : Metadata.ofLibraries().globs()) {
            String name = glob.replaceAll("/\\*+$", "");
            assertThat(ReachabilityTest.class.getClassLoader().getResource(name))
                    .as(glob)
                    .isNotNull();
        }
    }

    /** Automatic registration of services is switched off by the framework. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ai.djl.engine.EngineProvider",
                "ai.djl.repository.zoo.ZooProvider",
                "java.sql.Driver",
                "org.eclipse.paho.mqttv5.client.spi.NetworkModuleFactory"
            })
    void services_areDeclaredWithAllTheirProviders(String service) throws IOException {
        Metadata metadata = Metadata.ofLibraries();
        String file = "META-INF/services/" + service;

        assertThat(metadata.globs()).contains(file);
        assertThat(providers(file)).isNotEmpty().allSatisfy(provider -> assertThat(metadata.types())
                .hasEntrySatisfying(provider, entry -> assertThat(
                                entry.path("allDeclaredConstructors").asBoolean())
                        .isTrue()));
    }

    private static Set<String> providers(String file) throws IOException {
        Set<String> providers = new TreeSet<>();
        for (URL url : Collections.list(ReachabilityTest.class.getClassLoader().getResources(file))) {
            try (InputStream content = url.openStream()) {
                new String(content.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(Predicate.not(String::isEmpty))
                        .forEach(providers::add);
            }
        }
        return providers;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so",
                "ai/onnxruntime/native/linux-aarch64/libonnxruntime4j_jni.so",
                "nu/pattern/opencv/linux/x86_64/libopencv_java490.so",
                "nu/pattern/opencv/linux/ARMv8/libopencv_java490.so"
            })
    void classesThatALibraryLooksUp_areDeclaredForNativeCode(String library) throws IOException {
        try (InputStream content = ReachabilityTest.class.getClassLoader().getResourceAsStream(library)) {
            assertThat(content).isNotNull();
            Set<String> wanted = classNames(new String(content.readAllBytes(), StandardCharsets.ISO_8859_1));
            assertThat(wanted).isNotEmpty();
            assertThat(Metadata.ofLibraries().typesForNativeCode()).containsAll(wanted);
        }
    }

    @Test
    void classesThatTheNativeSearchThrows_areDeclaredForNativeCode() throws IOException {
        Set<String> wanted = new TreeSet<>();
        Matcher raised = RAISED.matcher(Files.readString(Path.of("src/main/native/jni.cpp")));
        while (raised.find()) {
            wanted.add(raised.group(1).replace('/', '.'));
        }

        assertThat(wanted).isNotEmpty();
        assertThat(Metadata.ofLibraries().typesForNativeCode()).containsAll(wanted);
    }

    /** What stands alone between two zero bytes and names a class that exists: so native code names what it looks up. */
    private static Set<String> classNames(String library) {
        Set<String> names = new TreeSet<>();
        Matcher name = CLASS_NAME.matcher(library);
        while (name.find()) {
            names.add(name.group(1).replace('/', '.'));
        }
        return names;
    }
}
