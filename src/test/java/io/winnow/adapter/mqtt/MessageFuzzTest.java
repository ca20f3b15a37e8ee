package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.StationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;

/** Messages as a hostile camera or broker could send them; docs/reliability.md says how to fuzz for longer. */
class MessageFuzzTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final ContentHash CONTENT = ContentHash.of(ByteBuffer.wrap(new byte[] {1}));

    /** The bytes are lines of name=value. */
    @FuzzTest(maxDuration = "5m")
    void properties_anyText_areMadeSane(byte[] bytes) {
        List<Map.Entry<String, String>> given = new ArrayList<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            int at = line.indexOf('=');
            given.add(Map.entry(at < 0 ? line : line.substring(0, at), line.substring(at + 1)));
        }
        FrameProperties read = FrameProperties.read(given, CONTENT, NOW);
        assertThat(read.id().value()).hasSizeBetween(1, 128);
        read.partId().ifPresent(text -> assertThat(text.codePointCount(0, text.length()))
                .isBetween(1, 128));
        assertThat(read.capturedAt().toEpochMilli()).isBetween(0L, NOW.toEpochMilli() * 2);
        FrameProperties.givenId(given);
        FrameProperties.givenText(given, "defect-type");
    }

    @FuzzTest(maxDuration = "5m")
    void command_anyBytes_isReadOrRefused(byte[] bytes) {
        try {
            RefitCommand command = RefitCommand.parse(new StationId("press-1"), bytes);
            assertThat(command.ratio().orElse(0)).isBetween(0.0, 1.0);
        } catch (CommandJson.MalformedException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** A packet as it comes off the wire: at most an exception for which the connection ends ({@link HostileMessagesTest}). */
    @FuzzTest(maxDuration = "5m")
    void packet_anyBytes_isAPublishOrRefused(byte[] bytes) {
        try {
            if (MqttWireMessage.createWireMessage(bytes) instanceof MqttPublish publish) {
                FrameProperties.read(FrameIntake.userProperties(publish.getMessage()), CONTENT, NOW);
            }
        } catch (MqttException | IllegalArgumentException e) {
            assertThat(e).isNotNull();
        }
    }
}
