package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.cli.DoctorCommand;
import io.winnow.adapter.mqtt.MosquittoProcess;
import io.winnow.adapter.storage.StorageLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorTest {
    private static final String STATION = "line: line-1\ncamera: camera-1\nbackbone: scattering_j3_l8\n";

    /** Absent brokers refuse at once, and the one that is there is on this machine: more would be waited for nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Path parent;
    private final Path configuration;

    /** What a command printed and how it ended. */
    private record Answer(int status, String text) {}

    DoctorTest(@TempDir Path parent) throws IOException {
        this.parent = parent;
        this.configuration = parent.resolve("edge-config");
        Files.createDirectories(configuration.resolve("stations"));
        Files.writeString(configuration.resolve("stations/press-1.yaml"), STATION);
        site("");
    }

    private void site(String more) throws IOException {
        Files.writeString(configuration.resolve("site.yaml"), "site: ulm\nhttp: {port: 0}\n" + more);
    }

    private Answer examine() {
        StringWriter out = new StringWriter();
        int status = new CommandLine(new DoctorCommand(new Doctor(PATIENCE)))
                .setOut(new PrintWriter(out))
                .execute("--config", configuration.toString());
        return new Answer(status, out.toString());
    }

    @Test
    void fitMachine_isWellInEveryPart() {
        Answer answer = examine();

        assertThat(answer.text())
                .contains("ok      configuration")
                .containsPattern("ok +library ONNX Runtime +Version 1\\.")
                .containsPattern("ok +backbone scattering_j3_l8 +Answers")
                .contains("ok      database")
                .doesNotContain("FAILED");
        // Whatever this machine's disk is like.
        assertThat(answer.text().lines().filter(line -> line.startsWith("look")))
                .allMatch(line -> line.startsWith("look    disk"));
        assertThat(answer.status()).isZero();
    }

    @Test
    void configurationWithProblems_isNamed_andEndsTheExamination() throws Exception {
        site("sight: ulm\n");

        Answer answer = examine();

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.text())
                .containsPattern("FAILED +configuration +.*site.yaml:3: sight: unknown key")
                .contains("winnow config check")
                .doesNotContain("database");
    }

    @Test
    void broker_isReallyConnectedTo() throws Exception {
        try (MosquittoProcess broker = MosquittoProcess.start(parent.resolve("broker"), false, OptionalInt.empty())) {
            site("broker: {uri: '%s'}\n".formatted(broker.uri()));
            assertThat(examine().text()).contains("Connected to " + broker.uri());
        }
        Answer answer = examine();
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.text()).containsPattern("FAILED +broker +broker tcp://127.0.0.1:\\d+ cannot be reached");
    }

    @Test
    void portOfAnother_isToBeLookedAt() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(
                    configuration.resolve("site.yaml"),
                    "site: ulm\nhttp: {port: %d}\n".formatted(other.getLocalPort()));

            Answer answer = examine();

            assertThat(answer.status()).isZero();
            assertThat(answer.text())
                    .containsPattern("look +port +127.0.0.1:\\d+ is taken")
                    .containsPattern("0 failed, \\d to look at");
        }
    }

    @Test
    void damagedDatabase_failsWithAdvice() throws Exception {
        Files.createDirectories(parent.resolve("data"));
        Files.writeString(parent.resolve("data/winnow.db"), "no database at all, but long enough to be looked at");

        Answer answer = examine();

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.text()).containsPattern("FAILED +database").contains("winnow restore");
    }

    @Test
    void runningService_isNoFault() throws Exception {
        try (StorageLock service = StorageLock.take(parent.resolve("data"))) {
            assertThat(examine().text()).containsPattern("ok +data folder .*a service runs on it");
        }
    }

    @Test
    void passwordForEverybody_isToBeLookedAt_andNeverShown() throws Exception {
        Path password = Files.writeString(parent.resolve("password"), "do not show");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        site("broker: {uri: 'tcp://127.0.0.1:1', username: winnow, passwordFile: password}\n");

        assertThat(examine().text())
                .containsPattern("look +permissions +.*password can be read by everybody")
                .contains("chmod 600 " + password)
                .doesNotContain("do not show");

        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        assertThat(examine().text()).containsPattern("ok +permissions +.*password is closed to others");
    }
}
