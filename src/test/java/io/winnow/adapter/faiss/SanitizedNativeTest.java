package io.winnow.adapter.faiss;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The native library under AddressSanitizer, without Java with UndefinedBehaviorSanitizer too and with damaged index files. */
class SanitizedNativeTest {
    /** Leaks are the virtual machine's own, and so are its signals: it asks for them. */
    private static final String INSIDE_THE_JVM =
            "detect_leaks=0:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:verbosity=1";

    private static String run(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void nativeLibrary_withEveryAccessWatched_doesNoHarm() throws Exception {
        Native.factory(1);

        String output = run(new ProcessBuilder(
                "src/test/native/sanitize",
                Path.of("target", "native-sanitized").toString()));

        assertThat(output).containsPattern("[1-9]\\d{3,} damaged files refused, [1-9]\\d{2,} read and searched");
    }

    @Test
    void nativeLibrary_insideTheVirtualMachine_doesNoHarm() throws Exception {
        Native.factory(2);
        Path build = Path.of("target", "native-sanitized-jni");
        String sanitizer = run(new ProcessBuilder("src/test/native/sanitize-jni", build.toString()));
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dwinnow.faiss.library=" + build.resolve("libwinnow_faiss.so"),
                "-cp",
                System.getProperty("java.class.path"),
                InstructionSetProbe.class.getName());
        java.environment().put("LD_PRELOAD", sanitizer.strip());
        java.environment().put("ASAN_OPTIONS", INSIDE_THE_JVM);

        String output = run(java);

        assertThat(output).contains("AddressSanitizer Init done").doesNotContain("ERROR: AddressSanitizer");
        assertThat(output).contains(" " + InstructionSetProbe.digest() + System.lineSeparator());
    }
}
