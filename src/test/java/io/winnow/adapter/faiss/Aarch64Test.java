package io.winnow.adapter.faiss;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The native library for Jetson and Arm servers, cross-compiled and run in an emulator: what it finds must be, bit for bit, what is found
 * here. Without the cross compiler or the emulator, which {@code ./winnow test} installs, there is nothing to run.
 */
class Aarch64Test {
    private static final int TOOLS_MISSING = 3;
    private static final String JAVA = "openjdk-17-jre-headless";

    private record Outcome(int status, String output) {}

    private static Outcome run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    private static void requireSuccess(Outcome outcome) {
        Assumptions.assumeTrue(outcome.status() != TOOLS_MISSING, outcome.output());
        assertThat(outcome.status()).as(outcome.output()).isZero();
    }

    @Test
    void kernels_inTheEmulator_giveTheBitsOfThisMachine() throws Exception {
        requireSuccess(run(
                "src/test/native/aarch64", Path.of("target", "native-aarch64").toString()));
    }

    @Test
    void library_inAnEmulatedVirtualMachine_findsWhatIsFoundHere() throws Exception {
        Native.factory(2);
        Path build = Path.of("target", "native-aarch64").toAbsolutePath();
        requireSuccess(run(
                "src/main/native/build-aarch64",
                build.toString(),
                build.resolve("native").toString(),
                JAVA,
                "zlib1g"));
        Path root = build.resolve("root");
        Path libraries = root.resolve("usr/lib/aarch64-linux-gnu");

        Outcome emulated = run(
                "qemu-aarch64-static",
                "-L",
                root.toString(),
                "-E",
                "LD_LIBRARY_PATH=%s:%s:%s"
                        .formatted(
                                libraries, libraries.resolve("openblas-openmp"), root.resolve("lib/aarch64-linux-gnu")),
                root.resolve("usr/lib/jvm/java-17-openjdk-arm64/bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dwinnow.faiss.library=" + build.resolve("native/linux-aarch64/libwinnow_faiss.so"),
                "-cp",
                System.getProperty("java.class.path"),
                InstructionSetProbe.class.getName());

        requireSuccess(emulated);
        assertThat(emulated.output()).contains(" " + InstructionSetProbe.digest() + System.lineSeparator());
    }
}
