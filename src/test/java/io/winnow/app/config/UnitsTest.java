package io.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({"20GB,20000000000", "32MiB,33554432", "0B,0", "1 kB,1000", "8192PB,", "9223372036854775807B,"})
    void dataSize_writtenWithItsUnit_isRead(String text, Long bytes) {
        assertThat(DataSize.parse(text).map(DataSize::bytes).orElse(null)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "GB", "-1GB", "1.5GB", "20gb", "999999999999999999TB"})
    void dataSize_anythingElse_isRefused(String text) {
        assertThat(DataSize.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"20GB", "32MiB", "1kB", "1025B", "0B", "1500MB"})
    void dataSize_written_isReadTheSame(String text) {
        assertThat(DataSize.parse(text).orElseThrow()).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"30s,PT30S", "500ms,PT0.5S", "12h,PT12H", "30d,PT720H", "90 m,PT90M"})
    void duration_writtenWithItsUnit_isRead(String text, Duration duration) {
        assertThat(Durations.parse(text)).contains(duration);
        assertThat(Durations.parse(Durations.format(duration))).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5h", "30S", "1w", "9999999999s"})
    void duration_anythingElse_isRefused(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }
}
