package io.winnow.adapter.faiss;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels for older machines, which the tests of this machine would never run, give the same results bit for bit. */
class InstructionSetTest {
    @ParameterizedTest
    @ValueSource(strings = {"baseline", "avx2", "avxvnni", "avx512"})
    void results_ofEachInstructionSet_areTheSame(String instructionSet) throws Exception {
        String used = Native.factory(2).name();
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InstructionSetProbe.class.getName());
        java.environment().put("WINNOW_FAISS_ISA", instructionSet);
        java.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = java.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        if (!used.contains("(baseline)")) {
            assertThat(output).containsPattern("\\((" + instructionSet + "|avx2|avxvnni)\\)");
        }
        assertThat(output.strip()).endsWith(" " + InstructionSetProbe.digest());
    }
}
