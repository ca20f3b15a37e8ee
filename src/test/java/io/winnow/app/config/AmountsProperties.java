package io.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** The expressions of the schema against the parsers of the reader. */
class AmountsProperties {
    @Provide
    Arbitrary<String> written() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 1_000_000_000_000L),
                        Arbitraries.of("", "0", "000"),
                        Arbitraries.of("", " ", "  "),
                        Arbitraries.of("ms", "s", "m", "h", "d", "B", "kB", "MB", "GB", "TB", "KiB", "MiB", "x", ""))
                .as((amount, zeros, space, unit) -> zeros + amount + space + unit);
    }

    @Property
    void durationPattern_coversWhatIsParsedBetweenTheLimits(
            @ForAll @LongRange(min = 0, max = 400_000_000_000L) long one,
            @ForAll @LongRange(min = 0, max = 400_000_000_000L) long other,
            @ForAll @From("written") String text) {
        Duration least = Duration.ofMillis(Math.min(one, other));
        Duration most = Duration.ofMillis(Math.max(one, other));

        assertThat(Pattern.matches(Durations.pattern(least, most), text))
                .isEqualTo(Durations.parse(text)
                        .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0)
                        .isPresent());
    }

    @Property
    void sizePattern_coversWhatIsParsedBetweenTheLimits(
            @ForAll @LongRange(min = 0) long one,
            @ForAll @LongRange(min = 0, max = 5_000_000_000L) long other,
            @ForAll @From("written") String text) {
        DataSize least = new DataSize(Math.min(one, other));
        DataSize most = new DataSize(Math.max(one, other));

        assertThat(Pattern.matches(DataSize.pattern(least, most), text))
                .isEqualTo(DataSize.parse(text)
                        .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0)
                        .isPresent());
    }

    @Property
    void numbersBetween_areCoveredAndNoOthers(
            @ForAll @LongRange(min = 0, max = 3000) long one,
            @ForAll @LongRange(min = 0, max = 3000) long other,
            @ForAll @LongRange(min = 0, max = 3100) long value) {
        long from = Math.min(one, other);
        long to = Math.max(one, other);

        assertThat(Pattern.matches(String.join("|", Amounts.between(from, to)), Long.toString(value)))
                .isEqualTo(value >= from && value <= to);
    }
}
