package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.adapter.mqtt.MosquittoProcess;
import io.winnow.core.evaluation.Ranking;
import io.winnow.testing.Await;
import io.winnow.testing.Login;
import io.winnow.testing.Readiness;
import io.winnow.testing.RestClient;
import io.winnow.testing.Shared;
import io.winnow.testing.WinnowProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real images through a real broker, scored with real backbones by the packaged service, as an integrator would set it up. */
@Tag("native")
class RealImagesIT {
    private static final String STATION = "/api/v1/stations/cookie";
    private static final int TRAIN_IMAGES = 31;
    private static final int TEST_IMAGES = 46;

    private final Path folder;

    RealImagesIT(@TempDir Path folder) {
        this.folder = folder;
    }

    /** The figures of a quick independent check, less 0.02. */
    @ParameterizedTest
    @CsvSource({"mobilenetv2_l123, 0.98", "resnet18_tv_l123, 0.962"})
    void replay_cookie_reachesTheKnownImageAuroc(String backbone, double least) throws Exception {
        Path images = Shared.data("cookie");
        install(backbone);
        int port = freePort();
        try (MosquittoProcess broker = MosquittoProcess.start(folder.resolve("broker"), false, OptionalInt.empty());
                WinnowProcess service = WinnowProcess.start(
                        folder.resolve("service.log"),
                        "serve",
                        "--config",
                        configuration(backbone, port, broker.uri()))) {
            URI address = URI.create("http://127.0.0.1:" + port);
            RestClient client = new RestClient(address, Login.firstAdmin(address, folder.resolve("data")));
            Readiness.await(client, service);
            replay(images, broker.uri(), "train");
            Await.until("the first model", Duration.ofMinutes(3), () -> Optional.of(
                            client.get(STATION).json())
                    .filter(station -> station.path("model").isObject()));
            replay(images, broker.uri(), "test");
            List<JsonNode> judged = Await.until("all verdicts", Duration.ofMinutes(3), () -> Optional.of(judged(client))
                    .filter(found -> found.size() >= TEST_IMAGES));

            assertThat(judged).hasSize(TEST_IMAGES);
            assertThat(imageAuroc(judged)).as("image AUROC of " + backbone).isGreaterThanOrEqualTo(least);
            assertThat(service.alive()).isTrue();
        }
    }

    private void install(String backbone) throws IOException, InterruptedException {
        String file = Shared.model(backbone + ".onnx").toString();
        String hash = sha256(backbone + ".onnx");
        try (WinnowProcess add = WinnowProcess.start(
                folder.resolve("add.log"),
                "backbone",
                "add",
                file,
                "--sha256",
                hash,
                "--models",
                folder.resolve("models").toString())) {
            assertThat(add.awaitExit(Duration.ofMinutes(2))).as(add.output()).isZero();
        }
    }

    private static String sha256(String file) throws IOException {
        return Files.readAllLines(Shared.model("SHA256SUMS")).stream()
                .filter(line -> line.endsWith(file))
                .findFirst()
                .orElseThrow()
                .split(" ")[0];
    }

    private String configuration(String backbone, int port, URI broker) throws IOException {
        Path configuration = folder.resolve("edge-config");
        Files.createDirectories(configuration.resolve("stations"));
        Files.writeString(configuration.resolve("site.yaml"), """
                site: test
                http: {host: 127.0.0.1, port: %d}
                broker: {uri: '%s'}
                storage: {directory: data}
                models: {directory: models}
                """.formatted(port, broker));
        Files.writeString(configuration.resolve("stations/cookie.yaml"), """
                line: bakery
                camera: top
                backbone: %s
                inputSize: {height: 256, width: 192}
                collect: {frames: %d, autoFit: true}
                refit: {strategy: none}
                """.formatted(backbone, TRAIN_IMAGES));
        return configuration.toString();
    }

    private void replay(Path images, URI broker, String split) throws IOException, InterruptedException {
        try (WinnowProcess replay = WinnowProcess.start(
                folder.resolve("replay.log"),
                "replay",
                images.toString(),
                "--broker",
                broker.toString(),
                "--site",
                "test",
                "--line",
                "bakery",
                "--camera",
                "top",
                "--rate",
                "20",
                "--split",
                split)) {
            assertThat(replay.awaitExit(Duration.ofMinutes(3)))
                    .as(replay.output())
                    .isZero();
        }
    }

    private static List<JsonNode> judged(RestClient client) throws IOException, InterruptedException {
        List<JsonNode> judged = new ArrayList<>();
        for (JsonNode inspection :
                client.get(STATION + "/inspections?limit=500").json().path("items")) {
            if (inspection.path("score").isNumber()) {
                judged.add(inspection);
            }
        }
        return judged;
    }

    private static double imageAuroc(List<JsonNode> judged) {
        double[] scores = judged.stream()
                .mapToDouble(each -> each.path("score").asDouble())
                .toArray();
        boolean[] anomalous = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            anomalous[i] = !judged.get(i).path("frameId").asText().contains("good");
        }
        return Ranking.of(scores, anomalous).auroc().optional().orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
