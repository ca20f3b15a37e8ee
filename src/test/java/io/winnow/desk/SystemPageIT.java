package io.winnow.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.winnow.adapter.mqtt.MosquittoProcess;
import io.winnow.desk.PartPainter.Part;
import io.winnow.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The System page of the packaged service while parts of it are broken one after the other: real broker, files, browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SystemPageIT {
    private static final String STATION = "press";
    private static final int COLLECT = 16;

    private final MosquittoProcess broker;
    private final RunningService service;
    private final DeskBrowser browser = new DeskBrowser();
    private final DeskPage desk;

    SystemPageIT(@TempDir Path folder) throws Exception {
        broker = MosquittoProcess.start(folder.resolve("broker"), false, OptionalInt.empty());
        service = new RunningService(folder, List.of(STATION), COLLECT, Optional.of(broker.uri()));
        service.fit(STATION, COLLECT);
        for (int i = 0; i < 30; i++) {
            service.inspect(STATION, i % 6 == 5 ? Part.SCRATCH : Part.GOOD, 1000 + i);
        }
        desk = browser.open(service.url(), "en-GB", ColorScheme.LIGHT, service.login());
    }

    @AfterAll
    void stop() throws IOException {
        desk.close();
        browser.close();
        service.close();
        broker.close();
    }

    private Locator part(String name) {
        return desk.page().locator("[data-part='" + name + "']");
    }

    @Test
    @Order(1)
    void allWell_everyPartSaysSoInPlainWords() {
        desk.open("system", null);

        assertThat(part("broker")).hasAttribute("data-state", "ok");
        assertThat(part("broker")).containsText("Connected to tcp://");
        assertThat(part("model " + STATION)).containsText("v1 judges");
        assertThat(part("frames")).containsText("is intact");
        assertThat(part("disk")).containsText("left");
        assertThat(part("database")).containsText("Reads and writes");
        assertThat(part("backbone scattering_j3_l8"))
                .containsText(Pattern.compile("\\d+ on CPUExecutionProvider", Pattern.DOTALL));
        assertThat(desk.page().locator("[data-backbone='scattering_j3_l8']"))
                .containsText(Pattern.compile("\\d+ operations on CPUExecutionProvider"));
        assertThat(desk.page().locator(".system-checked")).containsText("Europe/Berlin");
    }

    @Test
    @Order(2)
    void latencyAndStorage_areMeasured_notMadeUp() throws Exception {
        JsonNode system = service.get("/api/v1/system");

        JsonNode stages = system.path("latency").path(0).path("stages");
        assertThat(stages)
                .extracting(stage -> stage.path("stage").asText())
                .contains(
                        "wait",
                        "decode",
                        "prepare",
                        "backbone",
                        "embed",
                        "search",
                        "localise",
                        "store",
                        "record",
                        "total");
        assertThat(stages).allSatisfy(stage -> {
            assertThat(stage.path("p50Ms").asDouble())
                    .isLessThanOrEqualTo(stage.path("p95Ms").asDouble());
            assertThat(stage.path("p95Ms").asDouble())
                    .isLessThanOrEqualTo(stage.path("p99Ms").asDouble());
        });
        assertThat(stages)
                .filteredOn(stage -> stage.path("stage").asText().equals("search"))
                .allSatisfy(stage -> assertThat(stage.path("frames").asInt()).isEqualTo(30));
        JsonNode storage = system.path("storage");
        assertThat(storage.path("kinds")).hasSize(4);
        assertThat(storage.path("totalBytes").asLong())
                .isEqualTo(Files.getFileStore(service.data()).getTotalSpace());
        assertThat(system.path("libraries").path("SQLite").asText()).matches("3\\.\\d+\\.\\d+");
        assertThat(desk.page().locator("[data-stage='backbone']")).isVisible();
        assertThat(desk.page().locator("[data-kind='frames']")).isVisible();
    }

    @Test
    @Order(3)
    void brokerStopped_isSaidWithinSeconds_withWhatToDo_andMendsItself() throws Exception {
        int port = broker.port();
        long began = System.nanoTime();
        broker.close();

        assertThat(part("broker")).hasAttribute("data-state", "failed");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        assertThat(part("broker")).containsText("Start the broker at tcp://127.0.0.1:" + port);
        assertThat(desk.page().locator(".system-summary")).containsText("1 part does not work");
        desk.screenshot("system-broker-down");

        try (MosquittoProcess again =
                MosquittoProcess.start(service.data().resolveSibling("broker-2"), false, OptionalInt.of(port))) {
            assertThat(again.uri().getPort()).isEqualTo(port);
            assertThat(part("broker"))
                    .hasAttribute(
                            "data-state",
                            "ok",
                            new com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions()
                                    .setTimeout(60_000));
        }
    }

    @Test
    @Order(4)
    void frameDeleted_isNoticed_becauseItIsReallyRead() throws Exception {
        String image = service.get("/api/v1/stations/" + STATION + "/inspections?limit=1")
                .path("items")
                .path(0)
                .path("image")
                .asText();
        byte[] newest = service.client().get(image).body();
        Path file = stored(newest);
        Path aside = Files.move(file, file.resolveSibling("aside"));

        assertThat(part("frames")).hasAttribute("data-state", "failed");
        assertThat(part("frames")).containsText("its file is gone");

        Files.move(aside, file);
        assertThat(part("frames")).hasAttribute("data-state", "ok");
    }

    private Path stored(byte[] image) throws IOException {
        String name = io.winnow.core.image.ContentHash.of(java.nio.ByteBuffer.wrap(image))
                .hex();
        return service.data().resolve("frames").resolve(name.substring(0, 2)).resolve(name);
    }

    @Test
    @Order(5)
    void modelFilesChanged_areToldBeforeTheNextStartRefusesThem() throws Exception {
        Path fitted =
                service.data().resolve("fitted").resolve(STATION).resolve("v1").resolve("index");
        byte[] content = Files.readAllBytes(fitted);
        Files.write(fitted, new byte[content.length - 1]);

        assertThat(part("model " + STATION)).hasAttribute("data-state", "attention");
        assertThat(part("model " + STATION)).containsText("judges from memory");

        Files.write(fitted, content);
        assertThat(part("model " + STATION)).hasAttribute("data-state", "ok");
    }

    @Test
    @Order(6)
    void whatWentWrong_isListedWithItsTime_andSecretsAreNot() throws Exception {
        JsonNode trouble = Await.until(
                "a recent error",
                Duration.ofSeconds(30),
                () -> Optional.ofNullable(
                        service.get("/api/v1/system").path("troubles").get(0)));

        assertThat(trouble.path("message").asText()).isNotBlank();
        assertThat(trouble.path("action").asText()).isNotBlank();
        assertThat(desk.page().locator(".trouble").first()).containsText("What to do:");
        assertThat(desk.complaints()).isEmpty();
    }

    @Test
    @Order(7)
    void page_inGermanByNightOnASmallPanel_isAccessible() {
        Stream.of(ColorScheme.LIGHT, ColorScheme.DARK).forEach(colours -> {
            String locale = colours == ColorScheme.DARK ? "de-DE" : "en-GB";
            try (DeskPage page = browser.open(service.url(), locale, colours, service.login())) {
                page.page().setViewportSize(1024, 768);
                page.open("system", null);
                assertThat(page.page().locator(".part").first()).isVisible();
                page.screenshot("system" + (colours == ColorScheme.DARK ? "-dark" : ""));
                assertThat(Accessibility.violations(page)).isEqualTo("");
                assertThat(page.complaints()).isEmpty();
            }
        });
    }

    @Test
    @Order(8)
    void storage_isAddedUpEveryMinute() {
        JsonNode kinds = Await.until("bytes of every kind", Duration.ofSeconds(80), () -> Optional.of(
                        service.get("/api/v1/system").path("storage").path("kinds"))
                .filter(found -> StreamSupport.stream(found.spliterator(), false)
                        .allMatch(kind -> kind.path("bytes").asLong() > 0)));

        assertThat(kinds).hasSize(4);
    }
}
