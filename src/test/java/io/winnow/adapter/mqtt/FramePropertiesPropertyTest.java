package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.image.ContentHash;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FramePropertiesPropertyTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-22T08:30:05.250Z");

    @Property(tries = 500)
    void read_anyValues_givesSaneOnesAndNeverThrows(
            @ForAll String id, @ForAll String at, @ForAll List<String> parts, @ForAll byte[] content) {
        List<Map.Entry<String, String>> given = new ArrayList<>();
        given.add(Map.entry("frame-id", id));
        given.add(Map.entry("captured-at", at));
        parts.forEach(part -> given.add(Map.entry("part-id", part)));

        FrameProperties read = FrameProperties.read(given, ContentHash.of(ByteBuffer.wrap(content)), ARRIVAL);

        assertThat(read.capturedAt()).isBetween(ARRIVAL.minus(Duration.ofDays(30)), ARRIVAL.plusSeconds(300));
        read.partId().ifPresent(part -> {
            assertThat(part).isNotBlank();
            assertThat(part.codePoints().filter(Character::isISOControl)).isEmpty();
            assertThat(part.codePointCount(0, part.length())).isLessThanOrEqualTo(128);
        });
    }
}
