package io.winnow.adapter.mqtt;

import io.winnow.core.camera.StationAddress;
import io.winnow.core.inspection.StationId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How one station is connected.
 *
 * @param mqtt the broker
 * @param station whose frames
 * @param address where its topics are
 * @param clientId prefix of both client ids, unique per service and the same after a restart; 1 to 64 letters, digits, _ or -
 * @param framesInFlight most frames handed over and not yet acknowledged, 1 to 65535
 * @param sharedGroup splits the frames among all services of the group, where given
 * @param truth true to receive truths as well, for evaluation only
 */
public record GatewaySettings(
        MqttSettings mqtt,
        StationId station,
        StationAddress address,
        String clientId,
        int framesInFlight,
        Optional<String> sharedGroup,
        boolean truth) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public GatewaySettings {
        requireName("client id", clientId);
        sharedGroup.ifPresent(group -> requireName("shared group", group));
        if (framesInFlight < 1 || framesInFlight > 65_535) {
            throw new IllegalArgumentException("frames in flight is %d, must be 1 to 65535".formatted(framesInFlight));
        }
    }

    private static void requireName(String name, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s '%.80s' must be 1 to 64 characters out of letters, digits, _ and -".formatted(name, value));
        }
    }

    String frameFilter(StationTopics topics) {
        return sharedGroup.map(group -> "$share/" + group + "/").orElse("") + topics.frame();
    }
}
