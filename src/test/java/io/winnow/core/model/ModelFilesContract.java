package io.winnow.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every keeper of models' files keeps to, wherever it keeps them. */
public abstract class ModelFilesContract {
    protected static final StationId STATION = Inspections.STATION;
    protected static final ModelVersion VERSION = new ModelVersion(7);

    protected abstract ModelFiles files();

    protected void store(ModelVersion version, String content) throws IOException {
        Path draft = files().draft(STATION, version);
        Files.writeString(draft.resolve("index.bin"), content);
        Files.writeString(draft.resolve("artefact.json"), "{}");
        files().adopt(STATION, version);
    }

    @Test
    void folder_ofAnAdoptedDraft_holdsItsFiles() throws IOException {
        store(VERSION, "bank");

        Path folder = files().folder(STATION, VERSION);

        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.map(file -> String.valueOf(file.getFileName())).toList())
                    .containsExactlyInAnyOrder("index.bin", "artefact.json");
        }
        assertThat(folder.resolve("index.bin")).hasContent("bank");
    }

    @Test
    void folder_neverStored_doesNotExist() {
        assertThat(files().folder(STATION, VERSION)).doesNotExist();
    }

    @Test
    void draft_notAdopted_isNoVersion() throws IOException {
        Path draft = files().draft(STATION, VERSION);
        Files.writeString(draft.resolve("index.bin"), "bank");

        assertThat(files().list()).isEmpty();
        assertThat(files().folder(STATION, VERSION)).doesNotExist();
        files().deleteDrafts();
        assertThat(draft).doesNotExist();
    }

    @Test
    void draft_askedForAgain_isEmpty() throws IOException {
        Files.writeString(files().draft(STATION, VERSION).resolve("index.bin"), "bank");

        assertThat(files().draft(STATION, VERSION)).isEmptyDirectory();
    }

    @Test
    void delete_presentOrNot_leavesNothing() throws IOException {
        store(VERSION, "bank");

        files().delete(STATION, VERSION);
        files().delete(STATION, VERSION);

        assertThat(files().folder(STATION, VERSION)).doesNotExist();
        assertThat(files().list()).isEqualTo(List.of());
    }

    @Test
    void versions_areApart() throws IOException {
        store(VERSION, "bank");
        store(new ModelVersion(8), "other bank");

        assertThat(files().folder(STATION, VERSION).resolve("index.bin")).hasContent("bank");
        assertThat(files().folder(STATION, new ModelVersion(8)).resolve("index.bin"))
                .hasContent("other bank");
    }
}
