package io.winnow.app;

import io.winnow.adapter.cli.ReplayCommand;
import io.winnow.adapter.cli.SimulateCommand;
import io.winnow.adapter.dataset.FolderDatasetReader;
import io.winnow.adapter.dataset.ImageIoFiles;
import io.winnow.adapter.mqtt.BrokerAccess;
import io.winnow.adapter.mqtt.MqttCameraLink;
import io.winnow.adapter.mqtt.MqttSettings;
import io.winnow.adapter.mqtt.TlsFiles;
import io.winnow.adapter.simulation.ProductionLine;
import io.winnow.core.camera.CameraLink;
import io.winnow.core.camera.StationAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
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
        Optional<BrokerAccess.Credentials> credentials = Optional.ofNullable(environment.get("WINNOW_MQTT_USER"))
                .map(user ->
                        new BrokerAccess.Credentials(user, () -> environment.getOrDefault("WINNOW_MQTT_PASSWORD", "")));
        TlsFiles tls = new TlsFiles(
                file(environment, "WINNOW_MQTT_AUTHORITIES"),
                file(environment, "WINNOW_MQTT_CERTIFICATE"),
                file(environment, "WINNOW_MQTT_KEY"));
        return MqttCameraLink.open(
                new MqttSettings(
                        broker,
                        new BrokerAccess(credentials, tls),
                        usual.keepAlive(),
                        CONNECT_TIMEOUT,
                        usual.sessionExpiry(),
                        usual.shortestBackoff(),
                        usual.longestBackoff()),
                station);
    }

    private static Optional<Path> file(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).map(Path::of);
    }
}
