package io.winnow.core.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinWidthTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final List<LocalTime> SHIFTS = List.of(LocalTime.of(6, 0), LocalTime.of(14, 0), LocalTime.of(22, 0));

    private static List<Instant> edges(BinWidth width, String from, String to) {
        return width.edges(Instant.parse(from), Instant.parse(to), BERLIN, SHIFTS);
    }

    private static List<Instant> instants(String... texts) {
        return List.of(texts).stream().map(Instant::parse).toList();
    }

    /** On 29 March 2026 clocks in Berlin go from 2 to 3: that day has 23 hours. */
    @Test
    void edges_dayOfTheChangeToSummerTime_hasTwentyThreeHours() {
        assertThat(edges(BinWidth.DAY, "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z"))
                .isEqualTo(instants(
                        "2026-03-28T12:00:00Z",
                        "2026-03-28T23:00:00Z",
                        "2026-03-29T22:00:00Z",
                        "2026-03-30T12:00:00Z"));
    }

    @Test
    void edges_shifts_beginWhereTheStationSays() {
        assertThat(edges(BinWidth.SHIFT, "2026-01-05T12:00:00Z", "2026-01-06T06:00:00Z"))
                .isEqualTo(instants(
                        "2026-01-05T12:00:00Z",
                        "2026-01-05T13:00:00Z",
                        "2026-01-05T21:00:00Z",
                        "2026-01-06T05:00:00Z",
                        "2026-01-06T06:00:00Z"));
    }

    @Test
    void edges_weeks_beginOnMonday() {
        assertThat(edges(BinWidth.WEEK, "2026-01-05T00:00:00Z", "2026-01-13T00:00:00Z"))
                .isEqualTo(instants("2026-01-05T00:00:00Z", "2026-01-11T23:00:00Z", "2026-01-13T00:00:00Z"));
    }

    @Test
    void edges_tooManyOrTurnedAround_sayTheRule() {
        assertThatThrownBy(() -> edges(BinWidth.HOUR, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bin = hour")
                .hasMessageContaining("more than 400 bins");
        assertThatThrownBy(() -> edges(BinWidth.DAY, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be before");
    }

    @ParameterizedTest
    @CsvSource({"PT24H, HOUR", "P7D, SHIFT", "P30D, DAY", "P90D, WEEK", "P3650D, WEEK"})
    void fitting_givesAChartThatCanBeRead(Duration span, BinWidth expected) {
        Instant to = Instant.parse("2026-03-01T12:00:00Z");

        assertThat(BinWidth.fitting(to.minus(span), to)).isEqualTo(expected);
        if (expected != BinWidth.WEEK) {
            assertThat(expected.edges(to.minus(span), to, BERLIN, SHIFTS)).hasSizeLessThan(80);
        }
    }
}
