package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.cli.CannotStartException;
import org.junit.jupiter.api.Test;

class StartChecksTest {
    private static final String ADVICE = "Install it anew.";

    @Test
    void library_otherSeries_namesLibraryBothVersionsAndWhatToDo() {
        assertThatThrownBy(() -> new StartChecks.Library("OpenCV", "4.9.0", () -> "4.5.4", ADVICE).require())
                .isInstanceOf(CannotStartException.class)
                .hasMessage("native library OpenCV has version 4.5.4, this program needs 4.9.0. Install it anew.");
    }

    @Test
    void library_doesNotLoad_namesTheReasonAtTheRoot() {
        assertThatThrownBy(() -> new StartChecks.Library(
                                "ONNX Runtime",
                                "1.28.0",
                                () -> {
                                    throw new ExceptionInInitializerError(
                                            new UnsatisfiedLinkError("libonnxruntime.so:\n file too short."));
                                },
                                ADVICE)
                        .require())
                .isInstanceOf(CannotStartException.class)
                .hasMessage(
                        "native library ONNX Runtime 1.28.0 cannot be loaded: libonnxruntime.so: file too short. Install it anew.");
    }

    @Test
    void library_samePatchOrAnother_isTaken() {
        assertThatCode(() -> {
                    new StartChecks.Library("SQLite", "3.54.1", () -> "3.54.1", ADVICE).require();
                    new StartChecks.Library("SQLite", "3.54.1", () -> "3.54.3", ADVICE).require();
                    new StartChecks.Library("SQLite", "", () -> "3.2", ADVICE).require();
                })
                .doesNotThrowAnyException();
    }
}
