package io.winnow.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.adapter.mqtt.MosquittoProcess;
import io.winnow.testing.Await;
import io.winnow.testing.Login;
import io.winnow.testing.Pictures;
import io.winnow.testing.PostgresServer;
import io.winnow.testing.ProbeClient;
import io.winnow.testing.Readiness;
import io.winnow.testing.RestClient;
import io.winnow.testing.S3Server;
import io.winnow.testing.WinnowProcess;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member of a fleet whose refits run in pods, which share nothing with it but PostgreSQL, an object store and the configuration. */
@Tag("native")
class RefitPodIT {
    private static final int COLLECTED = 12;
    private static final String STATION = "/api/v1/stations/press-1";
    private static final String TOPIC = "winnow/test/line/camera/";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final int port;

    RefitPodIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    @Test
    void refits_runInPods_alsoWhileTheServiceIsAway_andTheirVersionsAreTakenOver() throws Exception {
        PostgresServer server = PostgresServer.shared();
        String database = server.create();
        try (S3Server objects = S3Server.start();
                MosquittoProcess broker = MosquittoProcess.start(folder.resolve("broker"), false, OptionalInt.empty());
                ProbeClient plc = new ProbeClient(broker.uri(), TOPIC + "verdict");
                Kubelet kubelet = new Kubelet(folder)) {
            Path pod = configure("pod", server, database, objects, broker, kubelet, "");
            Path member = configure("member", server, database, objects, broker, kubelet, pod.toString());
            RestClient client = new RestClient(address(), Login.firstAdmin(address(), folder.resolve("member/data")));
            try (WinnowProcess service = serve(member)) {
                Readiness.await(client, service);
                for (int number = 0; number < COLLECTED; number++) {
                    send(plc, number);
                }

                kubelet.awaitSucceeded(1);
                awaitState(client, "v1", "champion");
                send(plc, COLLECTED);
                assertThat(decidedBy(plc, COLLECTED)).isEqualTo("v1");

                kubelet.hold();
                assertThat(client.json("POST", STATION + "/refits", "{}").status())
                        .isEqualTo(202);
                kubelet.awaitCreated(2);
                service.kill();
            }
            kubelet.release();
            kubelet.awaitSucceeded(2);
            try (WinnowProcess service = serve(member)) {
                Readiness.await(client, service);
                awaitState(client, "v2", "shadowing");
                assertThat(state(client, "v1")).contains("champion");
                service.stop();
            }
            assertThat(kubelet.created()).as("Jobs for two refits").isEqualTo(2);
            assertThat(objects.names()).anyMatch(name -> name.contains("/v2/"));
            assertThat(folder.resolve("pod/data/fitted"))
                    .as("what a pod leaves behind")
                    .satisfiesAnyOf(left -> assertThat(left).doesNotExist(), left -> assertThat(left)
                            .isEmptyDirectory());
        }
    }

    private WinnowProcess serve(Path configuration) throws IOException {
        return WinnowProcess.start(folder.resolve("service.log"), "serve", "--config", configuration.toString());
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Empty where there is no such version. */
    private static Optional<String> state(RestClient client, String version) throws Exception {
        RestClient.Answer answer = client.get(STATION + "/models/" + version);
        return answer.status() == 200 ? Optional.of(answer.json().path("state").asText()) : Optional.empty();
    }

    private static void awaitState(RestClient client, String version, String wanted) {
        Await.until(version + " is " + wanted, PATIENCE, () -> state(client, version)
                .filter(wanted::equals));
    }

    private static void send(ProbeClient camera, int number) throws Exception {
        Random noise = new Random(number);
        BufferedImage image = Pictures.gradient(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 300; i++) {
            image.setRGB(noise.nextInt(64), noise.nextInt(64), noise.nextInt(0x1000000));
        }
        camera.publish(TOPIC + "frame", Pictures.encode(image, "png", false), false, Map.of("frame-id", "f-" + number));
    }

    /** The version that decided a frame. */
    private static String decidedBy(ProbeClient plc, int number) {
        return Await.until("the verdict of frame " + number, PATIENCE, () -> Optional.of(
                        new ObjectMapper().readTree(plc.next().text()))
                .filter(verdict -> verdict.path("frame_id").asText().equals("f-" + number))
                .map(verdict -> verdict.path("model_version").asText()));
    }

    private Path configure(
            String who,
            PostgresServer server,
            String database,
            S3Server objects,
            MosquittoProcess broker,
            Kubelet kubelet,
            String podConfiguration)
            throws IOException {
        Path home = Files.createDirectories(folder.resolve(who));
        Path configuration = home.resolve("edge-config");
        Files.createDirectories(configuration.resolve("stations"));
        Files.writeString(home.resolve("secret"), "any: the servers trust this machine\n");
        Files.writeString(home.resolve("access"), S3Server.ACCESS_KEY);
        Files.writeString(home.resolve("key"), S3Server.SECRET_KEY);
        Files.writeString(configuration.resolve("site.yaml"), """
                site: test
                http: {host: 127.0.0.1, port: %d}
                broker: {uri: '%s'}
                storage:
                  directory: '%s'
                  database: {uri: '%s', username: %s, passwordFile: '%s'}
                  objects: {uri: '%s', bucket: %s, accessKeyFile: '%s', secretKeyFile: '%s'}
                fleet: {group: line, member: %s}
                models: {directory: '%s'}
                refit:
                  executor: kubernetes
                  kubernetes:
                    image: registry.example/winnow:test
                    uri: '%s'
                    tokenFile: '%s'
                    namespace: %s
                    configuration: '%s'
                """.formatted(
                        port,
                        broker.uri(),
                        home.resolve("data"),
                        server.uri(database),
                        server.user(),
                        home.resolve("secret"),
                        objects.uri(),
                        S3Server.BUCKET,
                        home.resolve("access"),
                        home.resolve("key"),
                        who,
                        Path.of("models").toAbsolutePath(),
                        kubelet.apiServer(),
                        home.resolve("secret"),
                        Kubelet.NAMESPACE,
                        podConfiguration.isEmpty() ? "/etc/winnow" : podConfiguration));
        Files.writeString(configuration.resolve("stations/press-1.yaml"), """
                line: line
                camera: camera
                backbone: scattering_j3_l8
                inputSize: {height: 64, width: 64}
                collect: {frames: %d, autoFit: true}
                refit: {strategy: none}
                promotion: {policy: manual, shadowFrames: 5}
                """.formatted(COLLECTED));
        return configuration;
    }
}
