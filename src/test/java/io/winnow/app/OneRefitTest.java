package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.cli.RefitCommand.Wanted;
import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.StorageLock;
import io.winnow.adapter.storage.TestDatabase;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.Progress;
import io.winnow.core.health.ClockWatch;
import io.winnow.core.health.Latencies;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Artefact;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.model.PoolTooSmallException;
import io.winnow.testing.Inspections;
import io.winnow.testing.Pictures;
import io.winnow.testing.S3Server;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pod of a refit does, on a database in a file and a bucket of a real server. */
class OneRefitTest {
    private static final StationId STATION = new StationId("press-1");

    private final S3Server server = S3Server.start();
    private final Path folder;
    private final SiteConfiguration site;
    private final Stores stores;

    OneRefitTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Path files = Files.createDirectories(folder.resolve("edge-config/stations"));
        Files.writeString(folder.resolve("access"), S3Server.ACCESS_KEY);
        Files.writeString(folder.resolve("secret"), S3Server.SECRET_KEY);
        Files.writeString(files.resolveSibling("site.yaml"), """
                site: plant-1
                storage:
                  objects:
                    bucket: %s
                    uri: %s
                    accessKeyFile: access
                    secretKeyFile: secret
                search: {engine: java}
                """.formatted(S3Server.BUCKET, server.uri()));
        Files.writeString(
                files.resolve("press-1.yaml"),
                "line: a\ncamera: b\nbackbone: scattering_j3_l8\ninputSize: {height: 64, width: 64}\n");
        this.site = Configurations.read(configuration()).site();
        Path data = Files.createDirectories(site.storage().directory());
        TestDatabase.create(data);
        Files.move(data.resolve("test.db"), data.resolve("winnow.db"));
        this.stores = open();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Path configuration() {
        return folder.resolve("edge-config");
    }

    private Stores open() {
        Clock clock = Clock.systemUTC();
        Database database = AccountsFile.database(site.storage());
        return Stores.open(site, database, Set::of, clock, new ClockWatch(clock), new Latencies());
    }

    private void fill(int frames) throws IOException {
        Random random = new Random(1);
        for (int number = 0; number < frames; number++) {
            BufferedImage picture = Pictures.gradient(64, 64, BufferedImage.TYPE_3BYTE_BGR);
            for (int i = 0; i < 200; i++) {
                picture.setRGB(random.nextInt(64), random.nextInt(64), random.nextInt(1 << 24));
            }
            EncodedImage image = EncodedImage.adopt(Pictures.encode(picture, "png", false));
            stores.frames().put(image);
            stores.pool().add(STATION, new PoolFrame(new FrameId("frame-" + number), image.hash(), Inspections.NOON));
        }
    }

    private static Wanted wanted(String job) {
        return new Wanted(STATION, Optional.of("random"), OptionalDouble.of(0.1), Optional.of(job));
    }

    @Test
    void run_fullPool_recordsAChampionThenACandidateAndTellsSo() throws Exception {
        fill(12);

        ModelVersion first = OneRefit.run(configuration(), wanted("refit-1"), Progress.NONE);
        ModelVersion second = OneRefit.run(configuration(), wanted("refit-2"), Progress.NONE);
        ModelVersion third = OneRefit.run(configuration(), wanted("refit-3"), Progress.NONE);

        assertThat(stores.models().find(STATION, first).orElseThrow().state()).isEqualTo(ModelState.CHAMPION);
        assertThat(stores.models().find(STATION, second).orElseThrow().state()).isEqualTo(ModelState.DISCARDED);
        assertThat(stores.models().find(STATION, third).orElseThrow().state()).isEqualTo(ModelState.CANDIDATE);
        assertThat(stores.jobReports().find("refit-3")).hasValueSatisfying(report -> {
            assertThat(report.version()).contains(third);
            assertThat(report.percent()).isEqualTo(100);
        });
        assertThat(server.names()).anyMatch(name -> name.startsWith("fitted/press-1/%s/".formatted(third)));
        assertThat(Files.isRegularFile(stores.models().folder(STATION, third).resolve(Artefact.FILE)))
                .isTrue();
    }

    @Test
    void run_poolTooSmall_recordsNothing() throws IOException {
        fill(3);

        assertThatThrownBy(() -> OneRefit.run(configuration(), wanted("refit-1"), Progress.NONE))
                .isInstanceOf(PoolTooSmallException.class);
        assertThat(stores.models().list(STATION)).isEmpty();
    }

    @Test
    void run_serviceOnTheSameFolder_saysSo() throws IOException {
        try (StorageLock lock = StorageLock.take(site.storage().directory())) {
            assertThatThrownBy(() -> OneRefit.run(configuration(), wanted("refit-1"), Progress.NONE))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("in use by another winnow");
        }
    }

    @Test
    void run_unknownStationOrStrategy_namesIt() {
        assertThatThrownBy(() -> OneRefit.run(
                        configuration(),
                        new Wanted(
                                new StationId("press-9"), Optional.empty(), OptionalDouble.empty(), Optional.empty()),
                        Progress.NONE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("press-9");
        assertThatThrownBy(() -> OneRefit.run(
                        configuration(),
                        new Wanted(STATION, Optional.of("magic"), OptionalDouble.empty(), Optional.empty()),
                        Progress.NONE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--strategy = magic");
    }
}
