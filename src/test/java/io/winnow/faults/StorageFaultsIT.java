package io.winnow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.testing.Await;
import io.winnow.testing.WinnowProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full, a database that another process really holds, and one that is really damaged. */
class StorageFaultsIT {
    private static final Duration TEN_A_SECOND = Duration.ofMillis(100);
    private static final int DISK_MEGABYTES = 500;
    private static final int POOL = 20;

    /** Enough to begin an artefact, not to end it. */
    private static final long HALF_AN_ARTEFACT = 300_000;

    private final Path folder;

    StorageFaultsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void diskFull_thenDatabaseLocked_thenDamaged() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), DISK_MEGABYTES);
                FaultRig rig = new FaultRig(folder, disk.folder().resolve("data"))
                        .station("top", 64, POOL, "")
                        .station("side", 64, POOL, "")) {
            WinnowProcess service = rig.start();
            rig.awaitReady();
            try (QueueingCamera camera = QueueingCamera.start(rig.broker().uri(), "top", TEN_A_SECOND)) {
                rig.awaitModel("top");

                diskFullWhileAnArtefactIsWritten(rig, disk);
                diskFullWhileFramesAreStored(rig, disk, camera);
                databaseHeldByAnother(rig, camera);
                diskFullWhileTheFirstFitBegins(rig, disk);

                int all = camera.finish();
                rig.awaitStored("top", all);
                assertThat(rig.stored("top")).isEqualTo(camera.names());
            }
            service.stop();
            databaseDamaged(rig);
        }
    }

    private static void diskFullWhileAnArtefactIsWritten(FaultRig rig, SmallDisk disk) throws Exception {
        disk.fill(HALF_AN_ARTEFACT);
        JsonNode failed = fit(rig);
        disk.free();
        assertThat(failed.path("state").asText()).isEqualTo("failed");
        assertThat(failed.path("error").asText()).as("why the fit failed").isNotBlank();
        assertThat(rig.station("top").path("model").path("version").asText()).isEqualTo("v1");
        try (Stream<Path> left = Files.list(rig.data().resolve("fitted/top"))) {
            assertThat(left.map(path -> String.valueOf(path.getFileName()))).containsExactly("v1");
        }
        assertThat(fit(rig).path("state").asText())
                .as("a fit once there is space")
                .isEqualTo("succeeded");
    }

    /** Starts a refit and waits for its end. */
    private static JsonNode fit(FaultRig rig) {
        String job = Await.until("a refit to start", FaultRig.PATIENCE, () -> Optional.of(
                        rig.rest().json("POST", "/api/v1/stations/top/refits", "{}"))
                .filter(answer -> answer.status() == 202)
                .map(answer -> {
                    try {
                        return answer.json().path("id").asText();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }));
        return Await.until("the refit to end", FaultRig.PATIENCE, () -> Optional.of(
                        rig.rest().get("/api/v1/jobs/" + job).json())
                .filter(found -> !found.path("state").asText().equals("running")));
    }

    private static void diskFullWhileFramesAreStored(FaultRig rig, SmallDisk disk, QueueingCamera camera)
            throws Exception {
        disk.fill(0);
        JsonNode finding = rig.awaitFinding("queue.notStored");
        assertThat(finding.path("state").asText()).isEqualTo("failed");
        assertThat(finding.path("action").asText()).isNotBlank();
        rig.awaitFinding("disk.full");
        assertThat(rig.rest().get("/q/health/ready").status()).isEqualTo(503);
        assertThat(rig.metric("winnow_storage_failing", "")).isEqualTo(1);
        int sent = camera.confirmed();
        Await.until("frames that wait with the broker", FaultRig.PATIENCE, () -> Optional.of(true)
                .filter(yes -> camera.confirmed() > sent + 10));

        disk.free();
        rig.awaitReady();
        Await.until("what had waited", FaultRig.PATIENCE, () -> Optional.of(rig.stored("top"))
                .filter(stored -> stored.size() > sent + 10));
    }

    /** The frame that completes the collection still has room, what the fit writes then has not; it is tried again by itself. */
    private static void diskFullWhileTheFirstFitBegins(FaultRig rig, SmallDisk disk) throws Exception {
        for (int i = 1; i < POOL; i++) {
            show(rig, "side");
        }
        disk.fill(HALF_AN_ARTEFACT);
        Await.until("the frame that completes the collection", FaultRig.PATIENCE, () -> Optional.of(show(rig, "side"))
                .filter(status -> status == 200));
        JsonNode failed = Await.until("the first fit to fail", FaultRig.PATIENCE, () -> Optional.of(
                        rig.station("side").path("job"))
                .filter(job -> job.path("state").asText().equals("failed")));
        assertThat(failed.path("error").asText()).isNotBlank();
        assertThat(rig.station("side").path("model").isObject()).isFalse();

        disk.free();
        rig.awaitModel("side");
    }

    private static int show(FaultRig rig, String station) throws Exception {
        return rig.rest()
                .post("/api/v1/stations/" + station + "/inspections", "image/jpeg", QueueingCamera.picture(64))
                .status();
    }

    private static void databaseHeldByAnother(FaultRig rig, QueueingCamera camera) throws Exception {
        try (Connection other = DriverManager.getConnection(
                        "jdbc:sqlite:" + rig.data().resolve("winnow.db") + "?busy_timeout=10000");
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            JsonNode finding = rig.awaitFinding("database.locked");
            assertThat(finding.path("action").asText()).contains("End whatever else has it open");
            statement.execute("ROLLBACK");
        }
        Await.until("what had waited", FaultRig.PATIENCE, () -> Optional.of(rig.stored("top"))
                .filter(stored -> stored.size() >= camera.confirmed()));
    }

    private static void databaseDamaged(FaultRig rig) throws Exception {
        Path backup = Files.writeString(
                Files.createDirectories(rig.backups()).resolve("winnow-test-20260301T010203004Z.zip"), "a backup");
        try (RandomAccessFile file =
                new RandomAccessFile(rig.data().resolve("winnow.db").toFile(), "rw")) {
            byte[] rubbish = new byte[4096];
            Arrays.fill(rubbish, (byte) 0x5a);
            for (long page = 4; page < file.length() / rubbish.length; page += 2) {
                file.seek(page * rubbish.length);
                file.write(rubbish);
            }
        }
        WinnowProcess refused = rig.start();
        assertThat(refused.awaitExit(FaultRig.PATIENCE)).isEqualTo(3);
        assertThat(refused.output().substring(refused.output().lastIndexOf("winnow: ")))
                .contains("winnow: cannot start: database " + rig.data().resolve("winnow.db") + " is damaged")
                .contains("winnow restore " + backup)
                .doesNotContain("\tat ");
    }
}
