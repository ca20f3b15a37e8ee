package io.winnow.adapter.mqtt;

import io.winnow.core.camera.StationAddress;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.inspection.StationId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How one station is connected.
 *
 * @param mqtt the broker
 * @param station whose frames
 * @param address where its topics are
 * @param clientId prefix of both client ids, unique per service and the same after a restart; 1 to 200 letters, digits, _ or -
 * @param framesInFlight most frames handed over and not yet acknowledged, 1 to 65535
 * @param sharedGroup splits the frames among all services of the group, where given
 * @param truth true to receive truths as well, for evaluation only
 * @param duty what of it this service does
 * @param mostFrameBytes of an image that is decoded, at least 1: a larger one is passed on without its bytes
 */
public record GatewaySettings(
        MqttSettings mqtt,
        StationId station,
        StationAddress address,
        String clientId,
        int framesInFlight,
        Optional<String> sharedGroup,
        boolean truth,
        Duty duty,
        int mostFrameBytes) {
    private static final long PROPERTIES_BYTES = 1 << 17;

    /** MQTT 5, section 2.1.4: most bytes after the fixed header. */
    private static final long LARGEST_PACKET = (1 << 28) - 1;

    private static final int LONGEST_GROUP = 64;
    private static final int LONGEST_CLIENT = 200;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    /** Alone, with the usual limit of a frame's bytes. */
    public GatewaySettings(
            MqttSettings mqtt,
            StationId station,
            StationAddress address,
            String clientId,
            int framesInFlight,
            Optional<String> sharedGroup,
            boolean truth) {
        this(
                mqtt,
                station,
                address,
                clientId,
                framesInFlight,
                sharedGroup,
                truth,
                Duty.ALL,
                DecodeLimits.DEFAULT.maxBytes());
    }

    public GatewaySettings {
        if (mostFrameBytes < 1) {
            throw new IllegalArgumentException("most frame bytes is %d, must be at least 1".formatted(mostFrameBytes));
        }
        requireName("client id", clientId, LONGEST_CLIENT);
        sharedGroup.ifPresent(group -> requireName("shared group", group, LONGEST_GROUP));
        if (framesInFlight < 1 || framesInFlight > 65_535) {
            throw new IllegalArgumentException("frames in flight is %d, must be 1 to 65535".formatted(framesInFlight));
        }
    }

    private static void requireName(String name, String value, int longest) {
        if (value.length() > longest || !NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("%s '%.80s' must be 1 to %d characters out of letters, digits, _ and -"
                    .formatted(name, value, longest));
        }
    }

    /**
     * The largest packet that the broker is to send: frames above {@link #mostFrameBytes} get their verdict up to twice that
     * size, so that somebody hears of them; beyond it the broker drops them, because each would be held in memory whole.
     */
    long mostPacketBytes() {
        return Math.min(LARGEST_PACKET, 2L * mostFrameBytes + PROPERTIES_BYTES);
    }

    String frameFilter(StationTopics topics) {
        return sharedGroup.map(group -> "$share/" + group + "/").orElse("") + topics.frame();
    }
}
