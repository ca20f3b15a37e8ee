package io.winnow.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.winnow.shipping.Containerfile.Instruction;
import io.winnow.shipping.Containerfile.Stage;
import io.winnow.testing.Readiness;
import io.winnow.testing.RestClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JVM image's own steps, carried out without an engine: its COPYs into a folder, its preparation, its entry point on a read-only root
 * file system as the user without rights. What Debian's packages install is this machine's.
 */
class ContainerIT {
    private static final Path RECIPE = Path.of("containers/Containerfile.jvm");
    /** What the stages before hand over, and where this build has it. */
    private static final Map<String, Path> BUILT = Map.of("/src/target/quarkus-app", Path.of("target/quarkus-app"));

    private final Path folder;

    ContainerIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void image_servesWithoutRights_onAReadOnlyRoot_andEndsInOrder() throws Exception {
        assumeTrue(Sandbox.works(), "bwrap is missing, or may not make namespaces here");
        Path image = Files.createDirectories(folder.resolve("image"));
        Containerfile recipe = Containerfile.read(RECIPE);
        carryOut(recipe.stage("prepared").orElseThrow(), image);
        Path data = Files.createDirectories(folder.resolve("data"));
        int port = Sandbox.freePort();
        List<String> mounts =
                new ArrayList<>(List.of("--chdir", "/data", "--setenv", "WINNOW_PORT", String.valueOf(port)));
        mounts.addAll(
                0,
                List.of(
                        "--ro-bind",
                        image.resolve("opt/winnow").toString(),
                        "/opt/winnow",
                        "--ro-bind",
                        configuration(port).toString(),
                        "/etc/winnow",
                        "--bind",
                        data.toString(),
                        "/data"));
        List<String> start =
                new ArrayList<>(recipe.last().last("ENTRYPOINT").orElseThrow().words());
        start.addAll(recipe.last().last("CMD").orElseThrow().words());
        Path output = folder.resolve("service.log");
        Process service = new ProcessBuilder(Sandbox.command(mounts, start))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            Readiness.await(new RestClient(URI.create("http://127.0.0.1:" + port)), service, output);

            Instruction check = recipe.last().last("HEALTHCHECK").orElseThrow();
            Command.succeed(Sandbox.command(mounts, healthCommand(check)).toArray(String[]::new));
            ProcessHandle java = service.toHandle()
                    .descendants()
                    .reduce((first, second) -> second)
                    .orElseThrow();
            assertThat(java.info().command())
                    .hasValueSatisfying(command -> assertThat(command).endsWith("/java"));
            assertThat(runnablePlaces(java)).noneMatch(place -> place.startsWith("/tmp") || place.startsWith("/data"));
            assertThat(runnablePlaces(java)).anyMatch(place -> place.startsWith("/opt/winnow/app/native/"));
            java.destroy();
            assertThat(service.waitFor(60, TimeUnit.SECONDS))
                    .as(Files.readString(output))
                    .isTrue();
            assertThat(service.exitValue()).as(Files.readString(output)).isZero();
            assertThat(data.resolve("winnow.db")).exists();
        } finally {
            service.destroyForcibly();
        }

        assertThat(Command.run(Sandbox.command(mounts, List.of("/opt/winnow/healthy")))
                        .status())
                .as("nobody answers")
                .isNotZero();
    }

    private void carryOut(Stage stage, Path image) throws Exception {
        for (Instruction instruction : stage.instructions()) {
            if (instruction.name().equals("COPY")) {
                copy(instruction, image);
            } else if (instruction.name().equals("RUN") && !instruction.text().contains("apt-get")) {
                List<String> line = Sandbox.command(
                        List.of("--bind", image.resolve("opt/winnow").toString(), "/opt/winnow"),
                        List.of("/bin/bash", "-c", instruction.text()));
                Command.succeed(line.toArray(String[]::new));
            }
        }
        assertThat(image.resolve("opt/winnow/app/start-17.options"))
                .content()
                .contains("-XX:SharedArchiveFile=/opt/winnow/app/classes-17.cache", "-Dwinnow.faiss.library=");
    }

    private static void copy(Instruction copy, Path image) throws Exception {
        List<String> words = copy.words();
        String target = image + words.get(words.size() - 1);
        for (String source : words.subList(0, words.size() - 1)) {
            Path from = copy.flags().containsKey("from")
                    ? Optional.ofNullable(BUILT.get(source)).orElseThrow()
                    : Path.of(source);
            boolean into = target.endsWith("/");
            Files.createDirectories(into ? Path.of(target) : Path.of(target).getParent());
            Command.succeed(
                    "cp",
                    "--archive",
                    "--no-target-directory",
                    from.toString(),
                    into ? target + from.getFileName() : target);
        }
    }

    private Path configuration(int port) throws IOException {
        Path site = folder.resolve("etc");
        Files.createDirectories(site.resolve("stations"));
        Files.writeString(site.resolve("site.yaml"), """
                site: plant-1
                http: {host: 0.0.0.0, port: %d}
                storage: {directory: /data}
                """.formatted(port));
        Files.writeString(
                site.resolve("stations/press-1.yaml"), "line: line-1\ncamera: camera-1\nbackbone: scattering_j3_l8\n");
        return site;
    }

    private static List<String> healthCommand(Instruction check) {
        String text = check.text().replaceFirst("^CMD\\s+", "");
        return new Instruction(check.line(), "CMD", Map.of(), text).words();
    }

    /** Files whose code the process may run. */
    private static List<String> runnablePlaces(ProcessHandle process) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "maps")).stream()
                .map(line -> line.split("\\s+", 6))
                .filter(parts -> parts.length == 6 && parts[1].contains("x") && parts[5].startsWith("/"))
                .map(parts -> parts[5])
                .distinct()
                .toList();
    }
}
