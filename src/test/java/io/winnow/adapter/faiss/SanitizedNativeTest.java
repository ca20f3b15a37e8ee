package io.winnow.adapter.faiss;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The native library under AddressSanitizer and UndefinedBehaviorSanitizer, damaged index files included. */
class SanitizedNativeTest {
    @Test
    void nativeLibrary_withEveryAccessWatched_doesNoHarm() throws Exception {
        Native.factory(1);
        Process sanitize = new ProcessBuilder(
                        "src/test/native/sanitize",
                        Path.of("target", "native-sanitized").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(sanitize.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(sanitize.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(sanitize.exitValue()).as(output).isZero();
        assertThat(output).containsPattern("[1-9]\\d{3,} damaged files refused, [1-9]\\d{2,} read and searched");
    }
}
