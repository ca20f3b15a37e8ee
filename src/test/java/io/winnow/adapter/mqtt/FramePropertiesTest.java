package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.camera.FrameNote;
import io.winnow.core.image.ContentHash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramePropertiesTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-22T08:30:05.250Z");
    private static final ContentHash CONTENT = ContentHash.of(ByteBuffer.wrap(new byte[] {1, 2, 3}));

    private static FrameProperties read(String... namesAndValues) {
        List<Map.Entry<String, String>> given = new java.util.ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return FrameProperties.read(given, CONTENT, ARRIVAL);
    }

    @Test
    void read_everythingGivenWell_takesItWithoutNotes() {
        FrameProperties read = read(
                "frame-id", "cam1-000017",
                "captured-at", "2026-11-22T09:30:05.100+01:00",
                "part-id", "WN 204/Ä",
                "trigger", "encoder",
                "camera-setting", "recipe 7, 3 ms");

        assertThat(read.id().value()).isEqualTo("cam1-000017");
        assertThat(read.capturedAt()).isEqualTo(Instant.parse("2026-11-22T08:30:05.100Z"));
        assertThat(read.partId()).contains("WN 204/Ä");
        assertThat(read.trigger()).contains("encoder");
        assertThat(read.setting()).contains("recipe 7, 3 ms");
        assertThat(read.notes()).isEmpty();
    }

    @Test
    void read_nothingGiven_makesIdFromArrivalAndContentAndTakesArrival() {
        FrameProperties read = read();

        assertThat(read.id().value())
                .isEqualTo("20261122T083005.250Z-" + CONTENT.hex().substring(0, 16));
        assertThat(read.capturedAt()).isEqualTo(ARRIVAL);
        assertThat(read.partId()).isEmpty();
        assertThat(read.trigger()).isEmpty();
        assertThat(read.setting()).isEmpty();
        assertThat(read.notes())
                .extracting(FrameNote::text)
                .containsExactly(
                        "frame-id was missing, made from arrival and content",
                        "captured-at was missing, the arrival counts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "../../etc/passwd", "a\u0000b", "a\nb", "\u202Eabc", "ä"})
    void read_malformedFrameId_makesOneAndDoesNotRepeatIt(String id) {
        FrameProperties read = read("frame-id", id, "captured-at", "1795336205000");

        assertThat(read.id().value()).startsWith("20261122T083005.250Z-");
        assertThat(read.notes())
                .extracting(FrameNote::text)
                .containsExactly("frame-id was not 1 to 128 letters, digits or . _ : -, made from arrival and content");
    }

    @Test
    void read_overlongFrameId_makesOne() {
        assertThat(read("frame-id", "x".repeat(65_535)).id().value()).startsWith("20261122T");
        assertThat(read("frame-id", "x".repeat(128)).id().value()).hasSize(128);
    }

    @Test
    void read_repeatedName_takesTheFirstAndNotesIt() {
        FrameProperties read = read("frame-id", "first", "captured-at", "1795336205000", "frame-id", "second");

        assertThat(read.id().value()).isEqualTo("first");
        assertThat(read.notes())
                .extracting(FrameNote::text)
                .containsExactly("frame-id was given 2 times, the first counts");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T08:30:05Z, 2026-11-22T08:30:05Z",
        "2026-11-22T08:30:05.123456789Z, 2026-11-22T08:30:05.123456789Z",
        "2026-11-22T14:00:05+05:30, 2026-11-22T08:30:05Z",
        "1795336205000, 2026-11-22T08:30:05Z",
        "1795336205123, 2026-11-22T08:30:05.123Z",
        "2026-10-23T08:30:06Z, 2026-10-23T08:30:06Z",
        "2026-11-22T08:35:05Z, 2026-11-22T08:35:05Z"
    })
    void read_plausibleCaptureTime_isTaken(String given, String expected) {
        FrameProperties read = read("frame-id", "f", "captured-at", given);

        assertThat(read.capturedAt()).isEqualTo(Instant.parse(expected));
        assertThat(read.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "1",
                "yesterday",
                "2026-11-22",
                "2026-11-22T08:30:05",
                "1970-01-01T00:00:00Z",
                "2026-11-22T08:36:00Z",
                "2026-10-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z",
                "999999999999999",
                "9999999999999999999999999999",
                "-1795336205000",
                "NaN",
                "17953362050001795336205000\u0000"
            })
    void read_malformedOrAbsurdCaptureTime_takesTheArrivalAndNotesIt(String given) {
        FrameProperties read = read("frame-id", "f", "captured-at", given);

        assertThat(read.capturedAt()).isEqualTo(ARRIVAL);
        assertThat(read.notes())
                .extracting(FrameNote::text)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("captured-at")
                .endsWith("the arrival counts");
    }

    @Test
    void read_textWithControlsAndBidiMarks_removesThem() {
        FrameProperties read =
                read("frame-id", "f", "captured-at", "1795336205000", "part-id", "A\u0000B\r\nC\u202ED\u2028E");

        assertThat(read.partId()).contains("ABCDE");
        assertThat(read.notes())
                .extracting(FrameNote::text)
                .containsExactly("part-id held characters that cannot be printed, they were removed");
    }

    @Test
    void read_overlongText_isCutAtWholeCharacters() {
        FrameProperties read = read("frame-id", "f", "captured-at", "1795336205000", "trigger", "𝄞".repeat(60_000));

        assertThat(read.trigger()).contains("𝄞".repeat(128));
        assertThat(read.notes())
                .extracting(FrameNote::text)
                .containsExactly("trigger was longer than 128 characters, it was cut");
    }

    @Test
    void read_blankText_isAbsent() {
        FrameProperties read = read("frame-id", "f", "captured-at", "1795336205000", "part-id", " \t ");

        assertThat(read.partId()).isEmpty();
        assertThat(read.notes()).extracting(FrameNote::text).contains("part-id was empty");
    }

    @Test
    void givenId_malformed_isEmpty() {
        assertThat(FrameProperties.givenId(List.of(Map.entry("frame-id", "a/b"))))
                .isEmpty();
        assertThat(FrameProperties.givenId(List.of())).isEmpty();
    }
}
