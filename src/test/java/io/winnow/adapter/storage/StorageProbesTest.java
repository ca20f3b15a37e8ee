package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.health.Finding;
import io.winnow.core.health.Health;
import io.winnow.core.health.StorageUse;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.StorageException;
import io.winnow.testing.Inspections;
import io.winnow.testing.Pictures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Dialect.class)
class StorageProbesTest {
    private final Path folder;
    private final Database database;
    private final FileFrameStore frames;
    private final StorageProbes probes;

    StorageProbesTest(Dialect dialect, @TempDir Path folder) throws IOException {
        this.folder = folder;
        database = TestDatabase.create(dialect, folder);
        frames = new FileFrameStore(folder.resolve("frames"));
        probes = new StorageProbes(database, frames, folder, folder.resolve("backups"), Clock.systemUTC());
    }

    private EncodedImage inspect(int number) throws IOException {
        EncodedImage image = EncodedImage.adopt(Pictures.jpeg(8, 8 + number));
        Inspection like = Inspections.scored(number, 0.5, Inspections.mapWithPeak(2, 2, 0, 0, 1));
        frames.put(image);
        new SqlInspectionStore(database)
                .save(
                        new Inspection(
                                like.id(),
                                like.station(),
                                like.frame(),
                                like.partId(),
                                like.trigger(),
                                image.hash(),
                                like.imageSize(),
                                like.capturedAt(),
                                like.decidedAt(),
                                like.model(),
                                like.verdict(),
                                like.regions(),
                                like.map(),
                                like.timings()),
                        new OutgoingEvent("event-" + number, like.station(), ByteBuffer.allocate(1)));
        return image;
    }

    private Path file(EncodedImage image) {
        String name = image.hash().hex();
        return folder.resolve("frames").resolve(name.substring(0, 2)).resolve(name);
    }

    @Test
    void database_thatWorks_isOk() {
        assertThat(probes.database().health()).isEqualTo(Health.OK);
        assertThat(probes.databaseVersion()).matches("[1-9]\\d*\\.\\d+.*");
    }

    @Test
    void database_withItsTablesGone_throws() {
        database.write("breaking it", handle -> handle.execute("DROP TABLE verdict_count"));
        assertThatThrownBy(probes::database)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("verdict_count");
    }

    @Test
    void database_thatCannotBeWritten_isAFailureAlthoughItCanBeRead() {
        Database readOnly = TestDatabase.open(folder.resolve("test.db"), true);
        StorageProbes reading =
                new StorageProbes(readOnly, frames, folder, folder.resolve("backups"), Clock.systemUTC());
        assertThat(reading.database().code()).isEqualTo("database.unusable");
        assertThat(reading.database().action())
                .hasValueSatisfying(action -> assertThat(action).contains(folder.toString()));
    }

    @Test
    void disk_leavesNothingBehind() throws IOException {
        assertThat(probes.disk().code()).startsWith("disk.");
        try (var left = Files.list(folder)) {
            assertThat(left.map(file -> String.valueOf(file.getFileName())))
                    .noneMatch(name -> name.startsWith(".probe"));
        }
    }

    @Test
    void disk_folderGone_throws() throws IOException {
        StorageProbes gone = new StorageProbes(
                database, frames, folder.resolve("gone"), folder.resolve("backups"), Clock.systemUTC());
        assertThatThrownBy(gone::disk).isInstanceOf(IOException.class).hasMessageContaining("gone");
    }

    @Test
    void frames_newestIsGone_isAFailureThatNamesIt() throws IOException {
        assertThat(probes.frames().code()).isEqualTo("frames.none");
        inspect(1);
        EncodedImage newest = inspect(2);
        assertThat(probes.frames().health()).isEqualTo(Health.OK);

        Files.delete(file(newest));
        Finding lost = probes.frames();
        assertThat(lost.health()).isEqualTo(Health.FAILED);
        assertThat(lost.text()).contains("frame-2").contains("gone");
    }

    @Test
    void frames_newestIsDamaged_isAFailure() throws IOException {
        Files.write(file(inspect(1)), new byte[] {1, 2, 3});
        assertThat(probes.frames().health()).isEqualTo(Health.FAILED);
        assertThat(probes.frames().text()).contains("damaged");
    }

    @Test
    void use_addsUpFilesAndKnowsTheOldest() throws IOException {
        assertThat(probes.use().oldestInspection()).isEmpty();
        EncodedImage first = inspect(1);
        EncodedImage second = inspect(2);

        StorageUse use = probes.use();
        assertThat(use.kinds())
                .filteredOn(kind -> kind.name().equals("frames"))
                .containsExactly(new StorageUse.Kind(
                        "frames",
                        2,
                        (long) first.bytes().remaining() + second.bytes().remaining()));
        assertThat(use.inspections()).isEqualTo(2);
        assertThat(use.oldestInspection())
                .isEqualTo(Optional.of(Inspections.NOON.plusSeconds(1).plusMillis(50)));
        assertThat(use.bytes())
                .isEqualTo(
                        use.kinds().stream().mapToLong(StorageUse.Kind::bytes).sum());
    }
}
