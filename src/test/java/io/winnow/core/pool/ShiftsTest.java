package io.winnow.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShiftsTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-31T05:59:59Z, 2026-01-30 22:00",
        "2026-01-31T06:00:00Z, 2026-01-31 06:00",
        "2026-01-31T21:59:59Z, 2026-01-31 14:00",
        "2026-01-31T23:00:00Z, 2026-01-31 22:00"
    })
    void at_aMoment_namesTheShiftByItsBeginning(String moment, String expected) {
        assertThat(Shifts.parse("22:00 06:00 14:00").at(Instant.parse(moment), ZoneId.of("UTC")))
                .isEqualTo(expected);
    }

    @Test
    void parse_noTime_isRefusedWithTheText() {
        assertThatThrownBy(() -> Shifts.parse("06:00 noon")).hasMessageContaining("06:00 noon");
    }
}
