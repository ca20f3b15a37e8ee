package io.winnow.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.winnow.app.config.Configuration;
import io.winnow.app.config.ConfigurationReader;
import io.winnow.shipping.Containerfile.Instruction;
import io.winnow.shipping.Containerfile.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The container recipes, held against the rules of {@code docs/containers.md} and against what they package. No engine runs. */
class ContainerfileTest {
    private static final Path CONTAINERS = Path.of("containers");
    private static final Pattern IMAGE =
            Pattern.compile("[a-z0-9.-]+(/[a-z0-9._-]+)+:(?<tag>[A-Za-z0-9._-]+)\\$\\{[A-Z0-9_]+_DIGEST}");
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|passwd|secret|token|credential|private).*");
    private static final int MOST_OWN_LAYERS = 3;

    static Stream<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(CONTAINERS)) {
            return files
                    .filter(file -> String.valueOf(file.getFileName()).startsWith("Containerfile."))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void image_runsAsANumberedUserWithoutRights(Path recipe) throws IOException {
        Containerfile file = Containerfile.read(recipe);

        assertThat(file.last().last("USER"))
                .hasValueSatisfying(user -> assertThat(user.text()).isEqualTo("10001:10001"));
        assertThat(file.lineage(file.last())).anySatisfy(stage -> assertThat(texts(stage, "RUN"))
                .anyMatch(run -> run.contains("useradd --uid 10001 ") && run.contains("--owner=10001 ")));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void baseImages_haveATag_andTakeADigest(Path recipe) throws IOException {
        Containerfile file = Containerfile.read(recipe);

        for (Stage stage : file.stages()) {
            if (file.stage(stage.base()).isPresent()) {
                continue;
            }
            String digest = stage.base().replaceFirst(".*(\\$\\{[A-Z0-9_]+_DIGEST})$", "$1");
            String image = file.resolved(stage.base().replace(digest, "")) + digest;
            Matcher form = IMAGE.matcher(image);
            assertThat(form.matches()).as(image).isTrue();
            assertThat(form.group("tag")).as(image).isNotEqualTo("latest");
            assertThat(file.resolved(digest)).as("digest is empty by default").isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void architecture_isNotFixed_unlessTheDeviceIs(Path recipe) throws IOException {
        Set<String> platforms = new TreeSet<>();
        Containerfile.read(recipe).stages().forEach(stage -> platforms.add(stage.platform()));

        assertThat(platforms)
                .isSubsetOf(
                        recipe.endsWith("Containerfile.jetson")
                                ? Set.of("$BUILDPLATFORM", "linux/arm64", "")
                                : Set.of("$BUILDPLATFORM", ""));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void whatIsFetched_isComparedWithAChecksum(Path recipe) throws IOException {
        for (Stage stage : Containerfile.read(recipe).stages()) {
            assertThat(stage.all("ADD")).isEmpty();
            assertThat(texts(stage, "RUN").filter(run -> run.contains("http") || run.contains("_URL")))
                    .allMatch(run -> run.contains("sha256sum --check"));
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void whatIsCopied_isThere(Path recipe) throws IOException {
        Containerfile file = Containerfile.read(recipe);
        BuildContext context = new BuildContext();
        Set<String> earlier = new TreeSet<>();

        for (Stage stage : file.stages()) {
            for (Instruction copy : stage.all("COPY")) {
                List<String> words = copy.words();
                if (copy.flags().containsKey("from")) {
                    assertThat(earlier).contains(copy.flags().get("from"));
                } else {
                    for (String source : words.subList(0, words.size() - 1)) {
                        assertThat(context.holds(source))
                                .as(recipe + " copies " + source)
                                .isTrue();
                    }
                }
            }
            earlier.add(stage.name());
        }
    }

    @Test
    void buildContext_leavesOutWhatIsNobodysBusiness() throws IOException {
        BuildContext context = new BuildContext();

        assertThat(Stream.of(
                        ".git/config",
                        "data/winnow.db",
                        "edge-config/site.yaml",
                        "models/my-own.onnx",
                        "target/x.jar",
                        "src/test/java/X.java"))
                .allMatch(context::excluded);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void port_andHealthCheck_areTheServices(Path recipe, @TempDir Path folder) throws Exception {
        Stage image = Containerfile.read(recipe).last();
        int port = defaults(folder).site().http().port();

        assertThat(texts(image, "EXPOSE")).containsExactly(String.valueOf(port));
        assertThat(image.last("HEALTHCHECK")).hasValueSatisfying(check -> {
            assertThat(check.flags()).containsKeys("interval", "timeout", "start-period", "retries");
            assertThat(check.text()).isEqualTo("CMD [\"/opt/winnow/healthy\"]");
        });
        String script = Files.readString(CONTAINERS.resolve("healthy"));
        assertThat(script).contains("${WINNOW_PORT:-" + port + "}").contains("/q/health/live");
        assertThat(Files.readString(Path.of("src/main/resources/application.properties")))
                .containsPattern("permission\\.open\\.paths=.*/q/health/\\*");
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void signals_reachTheProgram_andDataHasItsVolume(Path recipe) throws IOException {
        Stage image = Containerfile.read(recipe).last();

        assertThat(image.last("ENTRYPOINT"))
                .hasValueSatisfying(entry -> assertThat(entry.exec()).isTrue());
        assertThat(image.last("CMD")).hasValueSatisfying(entry -> assertThat(entry.words())
                .containsExactly("serve", "--config", "/etc/winnow"));
        assertThat(image.last("VOLUME"))
                .hasValueSatisfying(volume -> assertThat(volume.words()).containsExactly("/data"));
        assertThat(texts(image, "STOPSIGNAL")).containsExactly("SIGTERM");
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void image_hasFewLayers_withoutPackageLists_andSaysWhatItIs(Path recipe) throws IOException {
        Containerfile file = Containerfile.read(recipe);
        long layers = file.lineage(file.last()).stream()
                .mapToLong(stage -> stage.all("RUN").size() + stage.all("COPY").size())
                .sum();

        assertThat(layers).isLessThanOrEqualTo(MOST_OWN_LAYERS);
        file.stages().forEach(stage -> assertThat(texts(stage, "RUN").filter(run -> run.contains("apt-get install")))
                .allMatch(
                        run -> run.contains("--no-install-recommends") && run.contains("rm -rf /var/lib/apt/lists/*")));
        assertThat(texts(file.last(), "LABEL")).singleElement().satisfies(label -> assertThat(label)
                .contains(
                        "org.opencontainers.image.title=", "org.opencontainers.image.description=",
                        "org.opencontainers.image.version=", "org.opencontainers.image.revision="));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void secrets_areNoArguments_andNotInTheEnvironment(Path recipe) throws IOException {
        Containerfile file = Containerfile.read(recipe);

        assertThat(file.arguments().keySet())
                .noneMatch(name -> SECRET.matcher(name).matches());
        file.stages().forEach(stage -> assertThat(Stream.concat(texts(stage, "ENV"), texts(stage, "ARG")))
                .noneMatch(text -> SECRET.matcher(text).matches()));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void packages_areThoseOfTheLauncher(Path recipe) throws IOException {
        String launcher = Files.readString(Path.of("winnow"));
        Matcher array = Pattern.compile("(?m)^packages=\\((.*)\\)$").matcher(launcher);
        assertThat(array.find()).isTrue();
        Set<String> needed = new TreeSet<>(List.of(array.group(1).split(" ")));
        needed.remove("mosquitto"); // of demonstrations and tests

        Set<String> installed = new TreeSet<>();
        Containerfile.read(recipe).stages().forEach(stage -> installed.addAll(Containerfile.packages(stage)));

        assertThat(installed).containsAll(needed);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void packagesAtRunTime_holdEveryLibraryThatOursNeed(Path recipe, @TempDir Path folder) throws Exception {
        assumeTrue(Command.exists("dpkg-query"), "no Debian");
        Containerfile file = Containerfile.read(recipe);
        Set<String> chosen = new TreeSet<>(DebianPackages.ofEveryImage());
        file.lineage(file.last()).forEach(stage -> chosen.addAll(Containerfile.packages(stage)));

        Set<String> owners = DebianPackages.ownersOfNeeded(NativeLibraries.unpack(folder));

        assertThat(owners).contains("libopenblas0-openmp", "libgomp1");
        assertThat(DebianPackages.withAllTheyDependOn(chosen)).containsAll(owners);
    }

    @Test
    void recipe_withAnUnknownInstruction_isRefused(@TempDir Path folder) throws IOException {
        Path recipe = Files.writeString(folder.resolve("Containerfile"), "FROM a:1\nRUM rm -rf /\n");

        assertThatThrownBy(() -> Containerfile.read(recipe))
                .hasMessageContaining("line 2")
                .hasMessageContaining("RUM");
    }

    private static Configuration defaults(Path folder) throws Exception {
        Files.createDirectories(folder.resolve("edge-config/stations"));
        Files.writeString(folder.resolve("edge-config/site.yaml"), "site: a\n");
        Files.writeString(
                folder.resolve("edge-config/stations/a.yaml"), "line: a\ncamera: a\nbackbone: scattering_j3_l8\n");
        return new ConfigurationReader(Set.of("auto"), models -> Examples.builtIn(), Map.of())
                .read(folder.resolve("edge-config"));
    }

    private static Stream<String> texts(Stage stage, String instruction) {
        return stage.all(instruction).stream().map(Instruction::text);
    }
}
