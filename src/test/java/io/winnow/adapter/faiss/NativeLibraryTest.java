package io.winnow.adapter.faiss;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NativeLibraryTest {
    @Test
    void load_withoutLibraryOnTheClassPath_saysWhatIsMissing() {
        assertThatExceptionOfType(FaissUnavailableException.class)
                .isThrownBy(() -> NativeLibrary.load("/native/plan9-mips/libwinnow_faiss.so"))
                .withMessageContaining("/native/plan9-mips/libwinnow_faiss.so")
                .withMessageContaining("not built");
    }

    @Test
    void load_ofFileThatIsNoLibrary_saysThatItDoesNotLoad() {
        assertThatExceptionOfType(FaissUnavailableException.class)
                .isThrownBy(() -> NativeLibrary.load("/native/broken/libwinnow_faiss.so"))
                .withMessageContaining("does not load")
                .withMessageContaining("libopenblas0");
    }

    @Test
    void load_withoutThreads_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaissIndexFactory.load(0))
                .withMessageContaining("threads = 0");
    }
}
