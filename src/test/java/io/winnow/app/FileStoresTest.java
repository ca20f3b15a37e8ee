package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.cli.CannotStartException;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.Progress;
import io.winnow.core.image.EncodedImage;
import io.winnow.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site whose configuration names a bucket, from file to object. */
class FileStoresTest {
    private final S3Server server = S3Server.start();
    private final Path folder;

    FileStoresTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Configuration configuration(String secret) throws IOException {
        Path files = Files.createDirectories(folder.resolve("edge-config/stations"));
        Files.writeString(folder.resolve("access"), S3Server.ACCESS_KEY + "\n");
        Files.writeString(folder.resolve("secret"), secret + "\n");
        Files.writeString(files.resolveSibling("site.yaml"), """
                site: plant-1
                storage:
                  objects:
                    bucket: %s
                    uri: %s
                    prefix: plant-1
                    accessKeyFile: access
                    secretKeyFile: secret
                    timeout: 5s
                """.formatted(S3Server.BUCKET, server.uri()));
        Files.writeString(files.resolve("press-1.yaml"), "line: a\ncamera: b\nbackbone: scattering_j3_l8\n");
        return Configurations.read(folder.resolve("edge-config"));
    }

    private SiteConfiguration.Storage storage(String secret) throws IOException {
        return configuration(secret).site().storage();
    }

    @Test
    void open_bucketConfigured_keepsFramesThere() throws IOException {
        FileStores stores = FileStores.open(storage(S3Server.SECRET_KEY), Clock.systemUTC());

        stores.frames().put(EncodedImage.adopt(new byte[] {1, 2, 3}));

        assertThat(server.names()).singleElement().asString().startsWith("plant-1/frames/");
        assertThat(folder.resolve("data/frames")).doesNotExist();
    }

    @Test
    void requireBucket_works_isSilent() throws IOException {
        SiteConfiguration.Objects objects =
                storage(S3Server.SECRET_KEY).objects().orElseThrow();

        assertThatCode(() -> StartChecks.requireBucket(objects)).doesNotThrowAnyException();
    }

    @Test
    void requireBucket_wrongSecret_refusesTheStart() throws IOException {
        SiteConfiguration.Objects objects = storage("wrong").objects().orElseThrow();

        assertThatThrownBy(() -> StartChecks.requireBucket(objects))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("does not accept the access key");
    }

    @Test
    void requireOneHome_framesOfBefore_refusesTheStart() throws IOException {
        SiteConfiguration.Storage storage = storage(S3Server.SECRET_KEY);
        Files.writeString(
                Files.createDirectories(storage.directory().resolve("frames/ab"))
                        .resolve("abc"),
                "frame");

        assertThatThrownBy(() -> StartChecks.requireOneHome(storage))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("frames")
                .hasMessageContaining("storage.objects");
    }

    @Test
    void backup_withABucket_isRefused() throws IOException {
        var backups = BackupRuns.of(configuration(S3Server.SECRET_KEY), Clock.systemUTC());

        assertThatThrownBy(() -> backups.make(folder.resolve("backup.zip"), Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bucket winnow");
        assertThat(folder.resolve("backup.zip")).doesNotExist();
    }
}
