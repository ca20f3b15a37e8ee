package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The part of the launcher that watches over the service, around a service that is a few lines of shell. */
class LauncherTest {
    private final Path folder;

    LauncherTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** @param service what stands in for Java; its arguments are those of serve */
    private Process supervise(String service) throws IOException {
        String lines = Files.readAllLines(Path.of("winnow")).stream()
                .dropWhile(line -> !line.startsWith("supervise() {"))
                .collect(Collectors.joining("\n"));
        String function = lines.substring(0, lines.indexOf("\n}") + 2);
        String script = """
                set -euo pipefail
                cd '%s'
                restart_status=%d
                say() { echo "$*"; }
                run_app() { exec bash -c '%s' service "$@"; }
                %s
                supervise serve --config here
                """.formatted(folder, Restarts.EXIT_STATUS, service, function);
        return new ProcessBuilder(List.of("bash", "-c", script))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void supervise_restartStatus_startsAgainUntilAnotherStatus() throws Exception {
        Process process = supervise(
                "echo run $WINNOW_SUPERVISED $*; echo x >>runs; [[ $(wc -l <runs) -lt 3 ]] && exit 86; exit 7");

        assertThat(end(process)).isEqualTo(7);
        assertThat(output().lines().filter(line -> line.equals("run true serve --config here")))
                .hasSize(3);
        assertThat(Files.readString(Path.of("winnow"))).contains("restart_status=" + Restarts.EXIT_STATUS);
    }

    @Test
    void supervise_signal_isPassedOnAndTheEndAwaited() throws Exception {
        Process process =
                supervise("trap \"sleep 0.3; echo in order; exit 0\" TERM; echo up; while :; do sleep 0.05; done");
        Await.until("a service that is up", () -> {
            try {
                return output().contains("up");
            } catch (IOException e) {
                return false;
            }
        });

        process.destroy();

        assertThat(end(process)).isZero();
        assertThat(output()).contains("in order").doesNotContain("starting the service again");
    }

    @Test
    void supervise_signalWhileTheServiceRestarts_ends() throws Exception {
        Process process = supervise("trap \"exit 86\" TERM; echo up; while :; do sleep 0.05; done");
        Await.until("a service that is up", () -> {
            try {
                return output().contains("up");
            } catch (IOException e) {
                return false;
            }
        });

        process.destroy();

        assertThat(end(process)).isZero();
    }

    /** Also one that comes while the service is being started: it must not be lost, and the service must not stay behind. */
    @Test
    void supervise_signalAtAnyMomentOfARestart_ends() throws Exception {
        for (int round = 0; round < 20; round++) {
            Process process = supervise("exit 86");
            TimeUnit.MILLISECONDS.sleep(20 + 3 * round);

            process.destroy();

            // The second is what a service says that is ended before it has begun.
            assertThat(end(process)).isIn(0, 143);
        }
    }
}
