package io.winnow.adapter.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.storage.ModelFolders;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.model.ModelFiles;
import io.winnow.core.model.ModelFilesContract;
import io.winnow.testing.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectModelFilesTest extends ModelFilesContract {
    private final S3Server server = S3Server.start();
    private final Path copies;
    private final ModelFiles files;

    ObjectModelFilesTest(@TempDir Path copies) throws IOException {
        this.copies = copies;
        this.files = open(copies, Clock.systemUTC());
    }

    private ModelFiles open(Path folder, Clock clock) throws IOException {
        return new ObjectModelFiles(
                server.open(), new ModelFolders(folder), new LocalCache(1_000_000, Clock.systemUTC()), clock);
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Override
    protected ModelFiles files() {
        return files;
    }

    private String object(String file) {
        return server.names().stream()
                .filter(name -> name.startsWith("plant/fitted/%s/v7/%s@".formatted(STATION, file)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void folder_onAnotherMachine_isFetchedOnce(@TempDir Path elsewhere) throws IOException {
        store(VERSION, "bank");
        ModelFiles other = open(elsewhere, Clock.systemUTC());

        assertThat(other.folder(STATION, VERSION).resolve("index.bin")).hasContent("bank");
        server.goAway();

        assertThat(other.folder(STATION, VERSION).resolve("index.bin")).hasContent("bank");
    }

    @Test
    void adopt_serverAway_failsAndLeavesNothing() throws IOException {
        Files.writeString(files.draft(STATION, VERSION).resolve("index.bin"), "bank");
        server.goAway();

        assertThatThrownBy(() -> files.adopt(STATION, VERSION))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("fitted/%s/v7/index.bin@".formatted(STATION));
        server.comeBack();

        assertThat(files.folder(STATION, VERSION)).doesNotExist();
    }

    @Test
    void folder_serverAwayAndNoCopy_isAnErrorAndNotAnAbsence(@TempDir Path elsewhere) throws IOException {
        store(VERSION, "bank");
        server.goAway();

        assertThatThrownBy(() -> open(elsewhere, Clock.systemUTC()).folder(STATION, VERSION))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void folder_serverAwayAtTheNextStart_isTheCopyHere() throws IOException {
        store(VERSION, "bank");
        server.goAway();

        assertThat(open(copies, Clock.systemUTC()).folder(STATION, VERSION).resolve("index.bin"))
                .hasContent("bank");
    }

    @Test
    void folder_copyDamagedBetweenStarts_isFetchedAnew() throws IOException {
        store(VERSION, "bank");
        Files.writeString(files.folder(STATION, VERSION).resolve("index.bin"), "bent");

        assertThat(open(copies, Clock.systemUTC()).folder(STATION, VERSION).resolve("index.bin"))
                .hasContent("bank");
    }

    @Test
    void folder_objectDamaged_isLeftForWhoeverOpensItAndMendsItself(@TempDir Path elsewhere) throws IOException {
        store(VERSION, "bank");
        String name = object("index.bin");
        server.replace(name, "bent".getBytes(StandardCharsets.UTF_8));
        ModelFiles other = open(elsewhere, Clock.systemUTC());

        assertThat(other.folder(STATION, VERSION).resolve("index.bin")).hasContent("bent");
        server.replace(name, "bank".getBytes(StandardCharsets.UTF_8));

        assertThat(other.folder(STATION, VERSION).resolve("index.bin")).hasContent("bank");
    }

    @Test
    void folder_objectMissing_lacksItsFile(@TempDir Path elsewhere) throws IOException {
        store(VERSION, "bank");
        server.remove(object("index.bin"));

        Path folder = open(elsewhere, Clock.systemUTC()).folder(STATION, VERSION);

        assertThat(folder.resolve("artefact.json")).exists();
        assertThat(folder.resolve("index.bin")).doesNotExist();
    }

    @Test
    void list_newVersionOfAnotherMachine_isNotForTheSweep(@TempDir Path elsewhere) throws IOException {
        store(VERSION, "bank");
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));

        assertThat(open(elsewhere, Clock.systemUTC()).list()).isEmpty();
        assertThat(open(elsewhere, later).list()).containsExactly(new ModelFiles.Kept(STATION, VERSION));
    }

    @Test
    void copies_beyondTheLimit_goOldestFirstUnlessInUse(@TempDir Path elsewhere) throws IOException {
        for (int number = 1; number <= 3; number++) {
            store(new ModelVersion(number), "x".repeat(400_000));
        }
        ShiftedClock clock = new ShiftedClock();
        LocalCache cache = new LocalCache(1_000_000, clock);
        ModelFiles other = new ObjectModelFiles(server.open(), new ModelFolders(elsewhere), cache, clock);

        Path first = other.folder(STATION, new ModelVersion(1));
        Path second = other.folder(STATION, new ModelVersion(2));
        Path third = other.folder(STATION, new ModelVersion(3));
        assertThat(first).as("in use a moment ago").exists();
        clock.advance(Duration.ofMinutes(10));
        other.folder(STATION, new ModelVersion(1));
        store(new ModelVersion(4), "x".repeat(400_000));
        Path fourth = other.folder(STATION, new ModelVersion(4));

        assertThat(fourth).exists();
        assertThat(first).exists();
        assertThat(second).doesNotExist();
        assertThat(third).doesNotExist();
        assertThat(cache.bytes()).isLessThan(1_000_000);
    }
}
