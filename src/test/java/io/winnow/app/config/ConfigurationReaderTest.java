package io.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.onnx.OnnxSettings.Precision;
import io.winnow.adapter.onnx.OnnxSettings.TensorRt;
import io.winnow.core.image.ImageSize;
import io.winnow.core.index.IndexSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationReaderTest {
    private final Path parent;
    private final Folder folder;

    ConfigurationReaderTest(@TempDir Path parent) throws IOException {
        this.parent = parent;
        folder = new Folder(parent);
    }

    @Test
    void read_requiredKeysAlone_givesTheDefaults() throws Exception {
        Configuration configuration = folder.read();

        assertThat(configuration.site().http())
                .isEqualTo(new SiteConfiguration.Http("127.0.0.1", 8080, Optional.empty(), List.of()));
        assertThat(configuration.site().broker()).isEmpty();
        assertThat(configuration.site().storage().directory()).isEqualTo(parent.resolve("data"));
        assertThat(configuration.stations()).singleElement().satisfies(station -> {
            assertThat(station.id().value()).isEqualTo("demo");
            assertThat(station.inputSize()).isEqualTo(new ImageSize(256, 256));
            assertThat(station.refit().falseRejectRate()).isEqualTo(0.01);
            assertThat(station.detector(Folder.manifest("scattering_j3_l8", 8)).standardise())
                    .isTrue();
        });
    }

    /** Lists of lists of aliases, which grow to gigabytes where somebody resolves them, and files that never end. */
    @Test
    void read_filesThatMeanHarm_areRefusedAtOnce() throws Exception {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9)));
        }
        folder.site(bomb.toString());
        assertThat(folder.problems()).anySatisfy(problem -> assertThat(problem)
                .contains("*a0: aliases are not supported; write the value out"));

        folder.site("site: " + "[".repeat(100_000));
        assertThat(folder.problems()).anySatisfy(problem -> assertThat(problem).contains("is not YAML"));

        folder.site("site: plant-1\n" + "# nothing\n".repeat(1_000_000));
        assertThat(folder.problems()).anySatisfy(problem -> assertThat(problem)
                .contains("cannot be read", "it has more than 1048576 bytes"));
    }

    @Test
    void read_everyKindOfValue_isTyped() throws Exception {
        folder.site("""
                site: plant-1
                broker: {uri: "ssl://broker:8883", username: winnow, passwordEnvironment: PASSWORD, keepAlive: 2m}
                storage:
                  directory: /var/lib/winnow
                  retention: {frames: 500MB, age: 12h}
                inference: {threads: 3, providers: [tensorrt, cpu], fallBack: refuse, device: 1, tensorrt: {precision: fp16}}
                """);
        folder.station(
                "demo",
                Folder.STATION + "threshold: {fixed: 3}\ndetector: {index: {kind: ivf-flat, lists: 64, probes: 8}}\n");

        Configuration configuration = folder.read();

        SiteConfiguration.Broker broker = configuration.site().broker().orElseThrow();
        assertThat(broker.keepAlive()).isEqualTo(Duration.ofMinutes(2));
        assertThat(broker.credentials().orElseThrow().password().reveal()).isEqualTo("secret");
        assertThat(broker.toString()).doesNotContain("secret");
        assertThat(configuration.site().storage().directory()).isEqualTo(Path.of("/var/lib/winnow"));
        assertThat(configuration.site().storage().retention().frames().bytes()).isEqualTo(500_000_000);
        assertThat(configuration.site().storage().retention().age()).isEqualTo(Duration.ofHours(12));
        assertThat(configuration.site().inference())
                .isEqualTo(new SiteConfiguration.Inference(
                        Optional.of(3),
                        List.of("tensorrt", "cpu"),
                        SiteConfiguration.FallBack.REFUSE,
                        1,
                        new TensorRt(Precision.FP16, Optional.of(Path.of("/var/lib/winnow/tensorrt")))));
        assertThat(configuration.stations()).singleElement().satisfies(station -> {
            assertThat(station.refit().fixedThreshold()).isEqualTo(OptionalDouble.of(3));
            assertThat(station.detector().index()).isEqualTo(IndexSettings.ivfFlat(64, 8));
        });
    }

    @Test
    void read_problemsInSeveralFiles_areReportedTogether() throws Exception {
        folder.site("sight: plant-1\nhttp:\n  port: 80800\n");
        folder.station("demo", "line: line-1\nbackbone: scattering_j3_l8\nrefit:\n  ratio: 0.5\n  ratoi: 0.1\n");

        assertThat(folder.problems())
                .containsExactly(
                        "site.yaml:1: site is missing: must be 1 to 64 letters, digits, _ and -",
                        "site.yaml:1: sight: unknown key; known here are site, http, broker, storage, fleet, models,"
                                + " inference, search, refit, access, log, telemetry, configuration",
                        "site.yaml:3: http.port = 80800: must be an integer 0 to 65535",
                        "stations/demo.yaml:1: camera is missing: must be 1 to 64 letters, digits, _ and -",
                        "stations/demo.yaml:4: refit.ratio = 0.5: must be a number at least 0 and below 0.5",
                        "stations/demo.yaml:5: refit.ratoi: unknown key, did you mean ratio?; known here are strategy, ratio, seed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            collect: {frames: ten}        | collect.frames = ten: must be an integer 10 to 1000000
            collect: {frames: 10.5}       | collect.frames = 10.5: must be an integer 10 to 1000000
            collect: {frames: [10]}       | collect.frames: must be an integer 10 to 1000000
            collect: {frames: }           | collect.frames: must be an integer 10 to 1000000
            collect: {autoFit: 1}         | collect.autoFit = 1: must be true or false
            collect: 100                  | collect = 100: must hold keys and values
            refit: {ratio: .nan}          | refit.ratio = .nan: must be a number at least 0 and below 0.5
            refit: {seed: 9223372036854775808} | refit.seed = 9223372036854775808: must be an integer 0 to 9223372036854775807
            refit: {strategy: magic}      | refit.strategy = magic: must be one of auto, sroc, leave-own-out
            limits: {maxBytes: 20}        | limits.maxBytes = 20: must be a data size 1kB to 1GB
            limits: {maxBytes: 20XB}      | limits.maxBytes = 20XB: must be a data size 1kB to 1GB
            region: {left: 0.6, right: 0.4} | region left=0.6 top=0.0 right=0.4 bottom=1.0 must satisfy 0 <= left < right <= 1, 0 <= top < bottom <= 1
            inputSize: {width: 100}       | inputSize: input size 256x100: backbone scattering_j3_l8 needs height and width to be multiples of 8
            threshold: {fixed: 1, falseRejectRate: 0.1} | threshold.fixed = 1: contradicts threshold.falseRejectRate; give one of the two
            detector: {index: {lists: 5}} | detector.index.lists = 5: means nothing unless detector.index.kind is ivf-flat
            tiles: {side: 4000}           | tiles.side = 4000: must be at most 256, the larger side of inputSize
            tiles: {side: 100}            | tiles of 100 pixels that overlap by 64: the side must be at least 1, the overlap 0 to half of it
            tiles: {side: 132}            | tiles: tiles of 132 overlapping by 64: backbone scattering_j3_l8 needs both to be multiples of 8
            promotion: {policy: always}   | promotion.policy = always: must be one of manual, when-not-worse
            promotion: {recallMargin: 1.5} | promotion.recallMargin = 1.5: must be a number at least 0 and at most 1
            camera: camera-2              | camera stands here a second time; the first is in line 2
            refit: {strategy: *other}     | *other: aliases are not supported; write the value out
            """)
    void read_stationThatBreaksARule_namesKeyValueAndRule(String line, String problem) throws Exception {
        folder.station("demo", Folder.STATION + line + "\n");

        assertThat(folder.problems()).first().asString().startsWith("stations/demo.yaml:4: " + problem);
    }

    @Test
    void read_fleetThatSharesNothing_namesWhatItNeeds() throws Exception {
        folder.site(Folder.SITE + "fleet: {group: line-1, member: a}\n");

        assertThat(folder.problems())
                .containsExactly(
                        "site.yaml:2: fleet.group = line-1: needs storage.database.uri: the members of a fleet share one PostgreSQL",
                        "site.yaml:2: fleet.group = line-1: needs broker.uri: the members of a fleet share the frames of one MQTT broker");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            broker: {uri: localhost}                        | broker.uri = localhost: must be an address such as
            broker: {uri: 'tcp://a:secret@host:1883'}       | broker.uri = tcp://***@host:1883: must be an address such as
            broker: {keepAlive: 30s}                        | broker.keepAlive = 30s: means nothing without broker.uri
            broker: {uri: 'tcp://h:1', tls: {authorities: a}} | broker.tls.authorities = a: means nothing unless broker.uri begins with ssl:// or wss://
            broker: {uri: 'ssl://h:1', tls: {authorities: a}} | broker.tls.authorities = a: cannot be used
            broker: {uri: 'ssl://h:1', tls: {key: a}}       | broker.tls.key = a: needs its other half: give both, broker.tls.certificate and broker.tls.key
            broker: {uri: 'tcp://h:1', username: a}         | broker.username = a: needs broker.passwordFile or
            broker: {uri: 'tcp://h:1', keepAlive: 30}       | broker.keepAlive = 30: must be a duration 1s to 18h
            broker: {password: secret}                      | broker.password: unknown key, did you mean passwordFile?; known here are
            inference: {providers: [cpu, cpu]}              | inference.providers: must be a list of cpu, cuda
            inference: {providers: []}                      | inference.providers: must be a list of cpu, cuda
            storage: {database: {uri: 'mysql://h/winnow'}}  | storage.database.uri = mysql://h/winnow: must be an address such as postgresql://host:5432/winnow
            storage: {database: {uri: 'postgresql://h/winnow?password=secret'}} | storage.database.uri = postgresql://h/winnow?
            storage: {database: {username: a}}              | storage.database.username = a: needs
            storage: {database: {uri: 'postgresql://h/w'}, backup: {every: 1d}} | storage.backup.every = 1d: means nothing with storage.database.uri
            fleet: {member: a}                              | fleet.member = a: means nothing without fleet.group
            inference: {fallBack: silently}                 | inference.fallBack = silently: must be one of degrade, refuse
            inference: {tensorrt: {precision: fp16}}        | inference.tensorrt.precision = fp16: means nothing unless inference.providers names tensorrt
            inference: {device: 64}                         | inference.device = 64: must be an integer 0 to 63
            storage: {retention: {age: 0s}}                 | storage.retention.age = 0s: must be a duration 1m to 3650d
            """)
    void read_siteThatBreaksARule_namesKeyValueAndRuleButNoSecret(String line, String problem) throws Exception {
        folder.site(Folder.SITE + line + "\n");

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .startsWith("site.yaml:2: " + problem)
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"refit: {ratio: 0.1|4", "refit: ratio: 0.1|4", "- 5|3", "---|5"})
    void read_fileThatIsNotOneYamlDocument_namesTheLine(String last, int line) throws Exception {
        folder.station("demo", Folder.STATION + last + "\n");

        assertThat(folder.problems()).first().asString().startsWith("stations/demo.yaml:" + line + ": ");
    }

    @Test
    void read_passwordsInTwoPlaces_areRefused() throws Exception {
        Files.writeString(parent.resolve("password"), "secret\n");
        folder.site("""
                site: plant-1
                broker:
                  uri: tcp://host:1883
                  username: winnow
                  passwordFile: password
                  passwordEnvironment: PASSWORD
                """);

        assertThat(folder.problems())
                .containsExactly("site.yaml:6: broker.passwordEnvironment = PASSWORD: contradicts broker.passwordFile;"
                        + " give one of the two");
    }

    @Test
    void read_passwordThatCannotBeRead_isRefused() throws Exception {
        folder.site("site: plant-1\nbroker: {uri: 'tcp://h:1', username: a, passwordEnvironment: ABSENT}\n");

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .contains("cannot be read, or is empty (environment variable ABSENT)");
    }

    @Test
    void read_twoStationsWithOneCamera_areRefused() throws Exception {
        folder.station("other", Folder.STATION);

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .startsWith("stations/other.yaml:2: camera = camera-1: on line line-1 belongs to")
                .contains("demo.yaml");
    }

    @Test
    void read_backboneThatIsNotInstalled_namesThoseThatAre() throws Exception {
        folder.station("demo", Folder.STATION.replace("scattering_j3_l8", "resnet18"));

        assertThat(folder.problems())
                .containsExactly(
                        "stations/demo.yaml:3: backbone = resnet18: is not installed; installed are [scattering_j3_l8]");
    }

    @Test
    void read_fileWithAWrongName_isRefused() throws Exception {
        Files.writeString(folder.directory().resolve("stations/second.yml"), Folder.STATION);
        folder.station("Third", Folder.STATION.replace("camera-1", "camera-3"));

        assertThat(folder.problems())
                .containsExactly(
                        "stations/Third.yaml:1: is named after its station: station id 'Third' must be 1 to 64"
                                + " lower-case letters, digits and hyphens",
                        "stations/second.yml:1: is no station: its name must end in .yaml");
    }

    @Test
    void read_folderThatIsNone_saysSo() {
        Folder none = folder;
        assertThat(new ConfigurationReport(Folder.reader())
                        .check(none.directory().resolve("absent"))
                        .problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("absent/site.yaml:1: cannot be read"))
                .anySatisfy(problem -> assertThat(problem).contains("must be a folder with one file for each station"));
    }

    @Test
    void read_noStation_isRefused() throws Exception {
        Files.delete(folder.directory().resolve("stations/demo.yaml"));

        assertThat(folder.problems()).singleElement().asString().contains("must hold at least one station");
    }

    @Test
    void read_integersWithoutTheProcessorAmongTheProviders_isRefused() throws Exception {
        folder.site(Folder.SITE + "inference: {providers: [cuda]}\n");
        folder.station("demo", Folder.STATION + "precision: int8\n");

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .contains("demo.yaml:1: precision = int8: needs cpu among inference.providers, which are [cuda]");
    }

    @Test
    void read_text_mayLookLikeANumber() throws Exception {
        folder.station("demo", Folder.STATION.replace("camera-1", "007"));

        assertThat(folder.read().stations().get(0).camera()).isEqualTo("007");
    }
}
