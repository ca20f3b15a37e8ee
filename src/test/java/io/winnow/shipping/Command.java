package io.winnow.shipping;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the operating system that a test runs to its end. */
final class Command {
    private static final long LIMIT_SECONDS = 120;

    private Command() {}

    /** Exit status and all that it printed, errors among it. */
    record Result(int status, String output) {
        List<String> lines() {
            return output.lines().toList();
        }
    }

    static Result run(String... command) throws IOException, InterruptedException {
        return run(Arrays.asList(command));
    }

    static Result run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("winnow-command", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return fail(command + " did not end within " + LIMIT_SECONDS + " s");
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    /** What it printed; fails the test where it does not end well. */
    static Result succeed(String... command) throws IOException, InterruptedException {
        Result result = run(command);
        if (result.status() != 0) {
            fail(String.join(" ", command) + " ended with " + result.status() + ":\n" + result.output());
        }
        return result;
    }

    /** Whether a program can be started by its name. */
    static boolean exists(String name) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .anyMatch(Files::isExecutable);
    }
}
