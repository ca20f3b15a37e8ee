package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.mqtt.MosquittoProcess;
import io.winnow.testing.ProbeClient;
import io.winnow.testing.ProbeClient.Arrival;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code winnow replay} and {@code winnow simulate} against a real Mosquitto. */
class CameraCommandsTest {
    private final Path folder;
    private final StringWriter err = new StringWriter();

    CameraCommandsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int run(String... arguments) {
        CommandLine commands = Main.commandLine().setErr(new PrintWriter(err, true));
        return commands.execute(arguments);
    }

    private int replay(String... arguments) {
        return run(Stream.concat(Stream.of("replay"), Stream.of(arguments)).toArray(String[]::new));
    }

    private int simulate(String... arguments) {
        return run(Stream.concat(Stream.of("simulate"), Stream.of(arguments)).toArray(String[]::new));
    }

    private Path image(String name, String format) throws IOException {
        Path file = folder.resolve("data").resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB);
        image.setRGB(name.length() % 8, 2, 0xFF8040);
        ImageIO.write(image, format, file.toFile());
        return file;
    }

    private Path mvtec() throws IOException {
        image("train/good/000.png", "png");
        image("train/good/001.bmp", "bmp");
        image("test/good/000.jpg", "jpg");
        image("test/crack/000.png", "png");
        image("ground_truth/crack/000_mask.png", "png");
        return folder.resolve("data");
    }

    private static Map<String, String> properties(Arrival arrival) {
        Map<String, String> all = new TreeMap<>();
        for (UserProperty property : arrival.message().getProperties().getUserProperties()) {
            all.put(property.getKey(), property.getValue());
        }
        return all;
    }

    @Test
    void replay_mvtecTreeWithTruth_publishesFramesAndMasks() throws Exception {
        Path data = mvtec();
        try (MosquittoProcess broker = MosquittoProcess.start(folder.resolve("mq"), false, OptionalInt.empty());
                ProbeClient frames = new ProbeClient(broker.uri(), "winnow/s/l/c/frame");
                ProbeClient truths = new ProbeClient(broker.uri(), "winnow/s/l/c/truth")) {
            int status = replay(
                    data.toString(),
                    "--broker",
                    broker.uri().toString(),
                    "--site",
                    "s",
                    "--line",
                    "l",
                    "--camera",
                    "c",
                    "--rate",
                    "0",
                    "--truth");

            assertThat(err.toString()).contains("4 frames").contains("acknowledged for s/l/c");
            assertThat(status).isZero();
            Map<String, Arrival> byId = new TreeMap<>();
            for (int i = 0; i < 4; i++) {
                Arrival arrival = frames.next();
                byId.put(properties(arrival).getOrDefault("frame-id", "?"), arrival);
            }
            assertThat(byId.keySet())
                    .containsExactly(
                            "test:crack:000.png", "test:good:000.jpg", "train:good:000.png", "train:good:001.bmp");
            assertThat(byId.values()).allSatisfy(arrival -> {
                assertThat(arrival.message().getQos()).isEqualTo(1);
                assertThat(properties(arrival)).containsKey("captured-at");
            });
            Arrival jpeg = Objects.requireNonNull(byId.get("test:good:000.jpg"));
            assertThat(jpeg.message().getPayload()).isEqualTo(Files.readAllBytes(data.resolve("test/good/000.jpg")));
            assertThat(jpeg.message().getProperties().getContentType()).isEqualTo("image/jpeg");
            assertThat(Objects.requireNonNull(byId.get("train:good:001.bmp"))
                            .message()
                            .getPayload())
                    .startsWith(0x89, 'P', 'N', 'G');
            assertMasks(truths, data);
        }
    }

    private static void assertMasks(ProbeClient truths, Path data) throws Exception {
        int defects = 0;
        for (int i = 0; i < 4; i++) {
            Arrival truth = truths.next();
            if (properties(truth).containsKey("defect-type")) {
                defects++;
                assertThat(properties(truth))
                        .containsEntry("defect-type", "crack")
                        .containsEntry("frame-id", "test:crack:000.png");
                assertThat(truth.message().getPayload())
                        .isEqualTo(Files.readAllBytes(data.resolve("ground_truth/crack/000_mask.png")));
            } else {
                assertThat(truth.message().getPayload()).isEmpty();
            }
        }
        assertThat(defects).isEqualTo(1);
    }

    @Test
    void replay_missingFolder_isAUserError() {
        int status = replay(folder + "/nowhere", "--site", "s", "--line", "l", "--camera", "c");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("winnow: " + folder + "/nowhere is no folder" + System.lineSeparator());
    }

    @Test
    void replay_unreachableBroker_saysWhereAndWhy() throws IOException {
        image("a.png", "png");
        int status = replay(
                folder.resolve("data").toString(),
                "--broker",
                "tcp://127.0.0.1:1",
                "--site",
                "s",
                "--line",
                "l",
                "--camera",
                "c");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("winnow: broker tcp://127.0.0.1:1 cannot be reached within 5 s: ")
                .contains("Connection refused")
                .hasLineCount(1);
    }

    @Test
    void replay_badTopicPart_isAUserError() throws IOException {
        image("a.png", "png");
        int status = replay(folder.resolve("data").toString(), "--site", "a/b", "--line", "l", "--camera", "c");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("site 'a/b' must be 1 to 64 characters out of letters, digits, _ and -");
    }

    @Test
    void replay_truthOfPlainFolder_isAUserError() throws IOException {
        image("a.png", "png");
        int status =
                replay(folder.resolve("data").toString(), "--site", "s", "--line", "l", "--camera", "c", "--truth");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("--truth needs a dataset in a known layout");
    }

    @Test
    void simulate_count_publishesThatManyFramesWithTruth() throws Exception {
        try (MosquittoProcess broker = MosquittoProcess.start(folder.resolve("mq"), false, OptionalInt.empty());
                ProbeClient frames = new ProbeClient(broker.uri(), "winnow/s/l/c/frame");
                ProbeClient truths = new ProbeClient(broker.uri(), "winnow/s/l/c/truth")) {
            int status = simulate(
                    "--broker",
                    broker.uri().toString(),
                    "--site",
                    "s",
                    "--line",
                    "l",
                    "--camera",
                    "c",
                    "--rate",
                    "0",
                    "--defects",
                    "1",
                    "--seed",
                    "5",
                    "--camera-setting",
                    "recipe 7",
                    "--count",
                    "3");

            assertThat(status).isZero();
            for (int i = 0; i < 3; i++) {
                Arrival frame = frames.next();
                assertThat(properties(frame))
                        .containsEntry("frame-id", "sim5-00000" + i)
                        .containsEntry("camera-setting", "recipe 7")
                        .containsKey("part-id");
                assertThat(frame.message().getPayload()).startsWith(0xFF, 0xD8);
                assertThat(properties(truths.next())).containsKey("defect-type");
            }
        }
    }

    @Test
    void simulate_shareOutsideItsRange_isAUserError() {
        int status = simulate("--site", "s", "--line", "l", "--camera", "c", "--defects", "2");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("share of defects = 2.0 must be 0 to 1");
    }
}
