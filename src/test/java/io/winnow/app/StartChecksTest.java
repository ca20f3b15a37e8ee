package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.cli.CannotStartException;
import org.junit.jupiter.api.Test;

class StartChecksTest {
    private static final String ADVICE = "Install it anew.";

    @Test
    void requireLibrary_otherSeries_namesLibraryBothVersionsAndWhatToDo() {
        assertThatThrownBy(() -> StartChecks.requireLibrary("OpenCV", "4.9.0", () -> "4.5.4", ADVICE))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("native library OpenCV has version 4.5.4, this program needs 4.9.0. Install it anew.");
    }

    @Test
    void requireLibrary_doesNotLoad_namesTheReasonAtTheRoot() {
        assertThatThrownBy(() -> StartChecks.requireLibrary(
                        "ONNX Runtime",
                        "1.28.0",
                        () -> {
                            throw new ExceptionInInitializerError(
                                    new UnsatisfiedLinkError("libonnxruntime.so:\n file too short."));
                        },
                        ADVICE))
                .isInstanceOf(CannotStartException.class)
                .hasMessage(
                        "native library ONNX Runtime 1.28.0 cannot be loaded: libonnxruntime.so: file too short. Install it anew.");
    }

    @Test
    void requireLibrary_samePatchOrAnother_isTaken() {
        assertThatCode(() -> {
                    StartChecks.requireLibrary("SQLite", "3.54.1", () -> "3.54.1", ADVICE);
                    StartChecks.requireLibrary("SQLite", "3.54.1", () -> "3.54.3", ADVICE);
                    StartChecks.requireLibrary("SQLite", "", () -> "3.2", ADVICE);
                })
                .doesNotThrowAnyException();
    }
}
