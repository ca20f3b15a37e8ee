package io.winnow.app;

import io.winnow.adapter.cli.ReplayCommand;
import io.winnow.adapter.cli.SimulateCommand;
import io.winnow.adapter.dataset.FolderDatasetReader;
import io.winnow.adapter.dataset.ImageIoFiles;
import io.winnow.adapter.mqtt.MqttCameraLink;
import io.winnow.adapter.mqtt.MqttSettings;
import io.winnow.adapter.simulation.ProductionLine;
import io.winnow.core.camera.CameraLink;
import io.winnow.core.camera.StationAddress;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** The commands that play a camera to any MQTT broker. */
final class CameraCommands {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private CameraCommands() {}

    /** Adds {@code replay} and {@code simulate}. */
    static void addTo(CommandLine commands, Map<String, String> environment) {
        CameraLink.Factory links = (broker, station) -> connect(broker, station, environment);
        commands.addSubcommand(new ReplayCommand(links, new FolderDatasetReader(), new ImageIoFiles()));
        commands.addSubcommand(new SimulateCommand(
                links,
                (seed, defects, parts) ->
                        new ProductionLine(new ProductionLine.Settings(seed, defects, parts, "sim" + seed))));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static CameraLink connect(URI broker, StationAddress station, Map<String, String> environment)
            throws IOException {
        MqttSettings usual = MqttSettings.of(broker);
        Optional<MqttSettings.Credentials> credentials = Optional.ofNullable(environment.get("WINNOW_MQTT_USER"))
                .map(user -> new MqttSettings.Credentials(user, environment.getOrDefault("WINNOW_MQTT_PASSWORD", "")));
        return MqttCameraLink.open(
                new MqttSettings(
                        broker,
                        credentials,
                        usual.keepAlive(),
                        CONNECT_TIMEOUT,
                        usual.sessionExpiry(),
                        usual.shortestBackoff(),
                        usual.longestBackoff()),
                station);
    }
}
