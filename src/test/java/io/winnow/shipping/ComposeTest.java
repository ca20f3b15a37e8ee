package io.winnow.shipping;

import static io.winnow.shipping.Manifests.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttToken;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compose.yaml} and what it mounts. No engine runs. */
class ComposeTest {
    private static final Path MOSQUITTO = Path.of("containers/compose/mosquitto");
    /** Of the Compose specification, those that are used; another is a slip or wants a look at what it means. */
    private static final Set<String> KEYS = Set.of(
            "build",
            "cap_drop",
            "command",
            "depends_on",
            "environment",
            "healthcheck",
            "image",
            "logging",
            "mem_limit",
            "networks",
            "ports",
            "read_only",
            "restart",
            "secrets",
            "security_opt",
            "shm_size",
            "stop_grace_period",
            "tmpfs",
            "user",
            "volumes");

    private static final int REFUSED = 0x80;
    private static final long LIMIT_MILLIS = 10_000;

    private final JsonNode compose;

    ComposeTest() throws IOException {
        compose = Manifests.YAML.readTree(expanded(Files.readString(Path.of("compose.yaml"))));
    }

    @Test
    void file_holdsKnownKeys() {
        assertThat(names(compose)).containsExactlyInAnyOrder("name", "services", "networks", "volumes", "secrets");
        compose.path("services").forEach(service -> assertThat(KEYS).containsAll(names(service)));
        assertThat(names(compose.path("services")))
                .containsExactlyInAnyOrder("winnow", "mosquitto", "postgresql", "prometheus", "grafana");
    }

    @Test
    void everyNameThatIsUsed_exists() {
        for (JsonNode service : compose.path("services")) {
            assertThat(names(compose.path("networks"))).containsAll(texts(service.path("networks")));
            assertThat(names(compose.path("secrets"))).containsAll(texts(service.path("secrets")));
            for (String volume : texts(service.path("volumes"))) {
                String source = volume.replaceFirst(":.*", "");
                assertThat(
                                source.startsWith("./")
                                        ? Files.exists(Path.of(source))
                                        : compose.path("volumes").has(source))
                        .as(volume)
                        .isTrue();
            }
            service.path("depends_on").properties().forEach(other -> {
                assertThat(compose.path("services").path(other.getKey()).has("healthcheck"))
                        .isTrue();
                assertThat(other.getValue().path("condition").asText()).isEqualTo("service_healthy");
            });
        }
        assertThat(Path.of(compose.at("/services/winnow/build/dockerfile").asText()))
                .exists();
    }

    @Test
    void services_areAsNarrowAsTheyCanBe() {
        for (JsonNode service : compose.path("services")) {
            assertThat(service.path("image").asText()).matches("\\$\\{[A-Z]+_IMAGE:-[a-z0-9./-]+:v?[0-9][a-z0-9.-]*}");
            assertThat(texts(service.path("security_opt"))).containsExactly("no-new-privileges:true");
            assertThat(texts(service.path("ports"))).allMatch(port -> port.startsWith("127.0.0.1:"));
            service.path("environment").properties().forEach(variable -> {
                if (variable.getKey().contains("PASSWORD")) {
                    assertThat(variable.getValue().asText()).startsWith("/run/secrets/");
                }
            });
        }
        assertThat(compose.at("/services/winnow/read_only").asBoolean()).isTrue();
        assertThat(compose.at("/networks/storage/internal").asBoolean()).isTrue();
    }

    @Test
    void secrets_areMadeByTheScript_andIgnoredByGit() throws IOException {
        String script = Files.readString(Path.of("containers/compose/secrets"));

        assertThat(names(compose.path("secrets"))).allMatch(script::contains);
        assertThat(Files.readAllLines(Path.of(".gitignore"))).contains("/containers/compose/secret/");
        compose.path("secrets")
                .forEach(secret -> assertThat(secret.path("file").asText()).startsWith("./containers/compose/secret/"));
    }

    @Test
    void winnow_findsItsNeighbours_whereItsConfigurationSays() throws IOException {
        JsonNode site = Manifests.YAML.readTree(
                Path.of("containers/compose/edge-config/site.yaml").toFile());

        assertThat(site.at("/broker/uri").asText()).isEqualTo("tcp://mosquitto:1883");
        assertThat(site.at("/storage/database/uri").asText())
                .isEqualTo("postgresql://postgresql:5432/"
                        + compose.at("/services/postgresql/environment/POSTGRES_DB")
                                .asText());
        assertThat(site.at("/storage/database/username").asText())
                .isEqualTo(compose.at("/services/postgresql/environment/POSTGRES_USER")
                        .asText());
        assertThat(texts(compose.at("/services/winnow/secrets")).stream().map(secret -> "/run/secrets/" + secret))
                .contains(
                        site.at("/broker/passwordFile").asText(),
                        site.at("/storage/database/passwordFile").asText());
        JsonNode scrape = Manifests.YAML
                .readTree(
                        Path.of("containers/compose/prometheus/prometheus.yml").toFile())
                .at("/scrape_configs/0");
        assertThat(scrape.at("/static_configs/0/targets/0").asText())
                .isEqualTo("winnow:" + site.at("/http/port").asInt());
    }

    @Test
    void mosquitto_keepsCamerasToTheirTopic(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/mosquitto")), "mosquitto is missing");
        int port = Sandbox.freePort();
        Process broker = start(folder, port);
        try {
            awaitListening(port);
            MqttClient winnow = client(port, "winnow");
            MqttClient camera = client(port, "camera-1");
            MqttClient plc = client(port, "plc");
            assertThat(granted(winnow, "winnow/plant-1/line-1/camera-1/frame")).isTrue();
            assertThat(granted(winnow, "$share/plant-1/winnow/plant-1/+/+/frame"))
                    .isTrue();
            assertThat(granted(plc, "winnow/plant-1/line-1/camera-1/verdict")).isTrue();
            assertThat(published(camera, "winnow/plant-1/line-1/camera-1/frame"))
                    .isTrue();
            assertThat(published(camera, "winnow/plant-1/line-1/camera-2/frame"))
                    .isFalse();
            assertThat(published(camera, "winnow/plant-1/line-1/camera-1/verdict"))
                    .isFalse();
            assertThat(published(plc, "winnow/plant-1/line-1/camera-1/cmd/refit"))
                    .isTrue();
            for (MqttClient each : List.of(winnow, camera, plc)) {
                each.disconnect();
                each.close();
            }
        } finally {
            broker.destroy();
            broker.waitFor();
        }
    }

    @Test
    void mosquittoOfTheSingleNode_isTheSame() throws IOException {
        Path node = Path.of("k8s/overlays/single-node");

        assertThat(Files.readString(node.resolve("acl"))).isEqualTo(Files.readString(MOSQUITTO.resolve("acl")));
        assertThat(settings(node.resolve("mosquitto.conf")).stream()
                        .map(line -> line.replace("accounts/accounts", "broker-accounts")))
                .containsExactlyElementsOf(settings(MOSQUITTO.resolve("mosquitto.conf")));
    }

    private static List<String> settings(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private static Process start(Path folder, int port) throws Exception {
        Path accounts = Files.writeString(folder.resolve("accounts"), "winnow:winnow\ncamera-1:camera-1\nplc:plc\n");
        Command.succeed("mosquitto_passwd", "-U", accounts.toString());
        Path rules = Files.copy(MOSQUITTO.resolve("acl"), folder.resolve("acl"));
        Files.createDirectories(folder.resolve("data"));
        String settings = Files.readString(MOSQUITTO.resolve("mosquitto.conf"))
                .replace("listener 1883", "listener " + port + " 127.0.0.1")
                .replace("/run/secrets/broker-accounts", accounts.toString())
                .replace("/mosquitto/config/acl", rules.toString())
                .replace("/mosquitto/data/", folder.resolve("data") + "/");
        Path file = Files.writeString(
                folder.resolve("mosquitto.conf"), settings + "user " + System.getProperty("user.name") + "\n");
        return new ProcessBuilder("/usr/sbin/mosquitto", "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static void awaitListening(int port) {
        Await.until("a broker", Duration.ofSeconds(20), () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return Optional.of(true);
            } catch (IOException e) {
                return Optional.empty(); // not listening yet
            }
        });
    }

    private static MqttClient client(int port, String name) throws MqttException {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, name, new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(name);
        options.setPassword(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        client.connect(options);
        return client;
    }

    private static boolean granted(MqttClient client, String filter) throws MqttException {
        return client.subscribe(filter, 1).getReasonCodes()[0] < REFUSED;
    }

    private static boolean published(MqttClient client, String topic) throws MqttException {
        MqttToken token = client.getTopic(topic).publish(new MqttMessage(new byte[] {1}, 1, false, null));
        token.waitForCompletion(LIMIT_MILLIS);
        return token.getReasonCodes()[0] < REFUSED;
    }

    /** YAML's anchors, which our reader of configuration refuses and Compose knows. */
    private static String expanded(String text) {
        return text.replaceAll("&logging", "").replaceAll("\\*logging", "{}");
    }

    private static Set<String> names(JsonNode map) {
        Set<String> names = new TreeSet<>();
        map.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        items(list).forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
