package io.winnow.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged application as its users start it, in a process of its own. Its output goes to a file. */
public final class WinnowProcess implements AutoCloseable {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Path JAR = ROOT.resolve("target/quarkus-app/quarkus-run.jar");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** A native executable to test in place of the jar; empty for the jar. */
    private static final String EXECUTABLE = System.getProperty("winnow.executable", "");

    private final Process process;
    private final Path output;

    private WinnowProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a command.
     *
     * @param output takes what it prints; an earlier content is kept
     */
    public static WinnowProcess start(Path output, String... arguments) throws IOException {
        return start(output, List.of(), Map.of(), arguments);
    }

    /**
     * Starts a command on a machine that is not as it should be.
     *
     * @param options of the virtual machine, beyond the usual ones
     * @param environment variables beyond those of the test
     */
    public static WinnowProcess start(
            Path output, List<String> options, Map<String, String> environment, String... arguments)
            throws IOException {
        return startBy(List.of(), output, options, environment, arguments);
    }

    /** The same through another program, such as {@code taskset --cpu-list 0}, which becomes the service. */
    public static WinnowProcess startBy(
            List<String> program,
            Path output,
            List<String> options,
            Map<String, String> environment,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(program);
        command.add(EXECUTABLE.isEmpty() ? JAVA.toString() : EXECUTABLE);
        command.addAll(List.of("-Xmx1g", "-XX:MaxDirectMemorySize=2g", "-Dwinnow.home=" + ROOT));
        // The compiler of the virtual machine has options that the executable has no use for.
        options.stream()
                .filter(option -> EXECUTABLE.isEmpty() || !option.startsWith("-XX:Tiered"))
                .forEach(command::add);
        if (EXECUTABLE.isEmpty()) {
            command.addAll(List.of("-jar", JAR.toString()));
        }
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        return new WinnowProcess(process, output);
    }

    /** Waits until it ends by itself; fails the test when it does not. */
    public int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            return fail("the process did not end within " + limit + "; its output:\n" + output());
        }
        return process.exitValue();
    }

    public long pid() {
        return process.pid();
    }

    /** Bytes of memory that it really holds, the native ones included. */
    public long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** All that it printed. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once, as a power cut would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Asks it to end, as Ctrl-C does, and waits; fails the test when it does not end, or not in order. */
    public void stop() throws InterruptedException {
        interrupt();
        int status = awaitExit(Duration.ofSeconds(60));
        if (status != 0) {
            fail("the process ended with status " + status + "; its output:\n" + output());
        }
    }

    /** Sends SIGTERM and does not wait. */
    public void interrupt() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
