package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.life.ModelLife;
import io.winnow.core.model.DroppedFrame;
import io.winnow.core.model.ModelEvent;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.ModelStateException;
import io.winnow.core.model.ModelTransition;
import io.winnow.core.model.NewModel;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Dialect.class)
class SqlModelStoreTest {
    private static final StationId STATION = Inspections.STATION;

    private final Path folder;
    private final Database database;
    private final SqlModelStore models;

    SqlModelStoreTest(Dialect dialect, @TempDir Path folder) throws IOException {
        this.folder = folder;
        this.database = TestDatabase.create(dialect, folder);
        this.models = new SqlModelStore(database, folder.resolve("fitted"), Clock.systemUTC());
    }

    private ModelVersion add(ModelState state, ModelTransition... before) throws IOException {
        ModelVersion version = models.nextVersion(STATION);
        Files.writeString(models.draft(STATION, version).resolve("index"), "bank");
        List<ModelTransition> steps = new java.util.ArrayList<>(List.of(before));
        steps.add(new ModelTransition(version, state, "test", "added"));
        models.add(model(version), steps);
        return version;
    }

    private static NewModel model(ModelVersion version) {
        ModelManifest manifest = new ModelManifest(
                STATION, version, Inspections.NOON, "b", "r", "d", "i", "sroc", 0.1, 7, 20, 2, 1.5, 1.2, "l");
        return new NewModel(
                manifest,
                List.of(new FrameId("good")),
                List.of(new DroppedFrame(new FrameId("bad"), Inspections.hash("bad"), 3.5, 1, 1, "most anomalous")),
                Optional.empty(),
                Inspections.hash("seal"));
    }

    private static ModelTransition to(ModelVersion version, ModelState state) {
        return new ModelTransition(version, state, "Ada", "because");
    }

    @Test
    void listAndHistory_byThePage_goOnWhereTheLastPageEnded() throws IOException {
        ModelVersion first = add(ModelState.CHAMPION);
        ModelVersion second = add(ModelState.CHAMPION, to(first, ModelState.RETIRED));
        ModelVersion third = add(ModelState.CANDIDATE);

        assertThat(models.list(STATION, Optional.empty(), 2))
                .extracting(each -> each.version())
                .containsExactly(third, second);
        assertThat(models.list(STATION, Optional.of(second), 2))
                .extracting(each -> each.version())
                .containsExactly(first);
        assertThat(models.champion(STATION).orElseThrow().version()).isEqualTo(second);
        assertThat(models.candidate(STATION).orElseThrow().version()).isEqualTo(third);
        List<ModelEvent> all = models.history(STATION, 10);
        assertThat(models.historyBefore(STATION, all.get(1).sequence(), 1)).containsExactly(all.get(2));
        assertThat(models.lastPromotion(STATION).orElseThrow().version()).isEqualTo(second);
    }

    @Test
    void add_newChampion_retiresTheOldInOneStepAndKeepsEverything() throws IOException {
        ModelVersion first = add(ModelState.CHAMPION);
        ModelVersion second = add(ModelState.CHAMPION, to(first, ModelState.RETIRED));

        assertThat(second.number()).isEqualTo(first.number() + 1);
        assertThat(models.champion(STATION).orElseThrow().version()).isEqualTo(second);
        assertThat(models.find(STATION, first).orElseThrow().state()).isEqualTo(ModelState.RETIRED);
        assertThat(models.list(STATION)).extracting(each -> each.version()).containsExactly(second, first);
        assertThat(models.ledger(STATION, first)).isEqualTo(model(first).ledger());
        assertThat(models.keptFrames(STATION, first)).containsExactly(new FrameId("good"));
        assertThat(models.find(STATION, second).orElseThrow().seal()).contains(Inspections.hash("seal"));
        assertThat(models.folder(STATION, second).resolve("index")).hasContent("bank");
        assertThat(models.history(STATION, 10))
                .extracting(ModelEvent::version, ModelEvent::to, ModelEvent::by)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(second, ModelState.CHAMPION, "test"),
                        org.assertj.core.groups.Tuple.tuple(first, ModelState.RETIRED, "Ada"),
                        org.assertj.core.groups.Tuple.tuple(first, ModelState.CHAMPION, "test"));
    }

    @Test
    void add_secondChampionOrCandidate_isRefusedByTheDatabaseAndLeavesNothing() throws IOException {
        add(ModelState.CHAMPION);
        add(ModelState.CANDIDATE);

        assertThatThrownBy(() -> add(ModelState.CHAMPION)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> add(ModelState.HELD)).isInstanceOf(StorageException.class);

        assertThat(models.list(STATION)).hasSize(2);
        assertThat(models.folder(STATION, new ModelVersion(3))).doesNotExist();
        assertThat(models.history(STATION, 10)).hasSize(2);
    }

    @Test
    void apply_stepThatIsNotAllowed_recordsNoneOfThem() throws IOException {
        ModelVersion champion = add(ModelState.CHAMPION);
        ModelVersion candidate = add(ModelState.CANDIDATE);
        models.apply(STATION, List.of(to(candidate, ModelState.DISCARDED)));

        assertThatThrownBy(() -> models.apply(
                        STATION, List.of(to(champion, ModelState.RETIRED), to(candidate, ModelState.CHAMPION))))
                .isInstanceOf(ModelStateException.class)
                .hasMessage("model v2 of station press-1 is discarded and cannot become champion");

        assertThat(models.champion(STATION).orElseThrow().version()).isEqualTo(champion);
        assertThat(models.history(STATION, 10)).hasSize(3);
    }

    @Test
    void apply_stepOfThePolicy_isInTheAuditLog_orIsNotMade() throws IOException {
        ModelVersion candidate = add(ModelState.CANDIDATE);
        TestDatabase.refuseInserts(database, "audit_log");
        List<ModelTransition> held =
                List.of(new ModelTransition(candidate, ModelState.HELD, ModelLife.BY_POLICY, "recall fell"));

        assertThatThrownBy(() -> models.apply(STATION, held)).isInstanceOf(StorageException.class);
        assertThat(models.find(STATION, candidate).orElseThrow().state()).isEqualTo(ModelState.CANDIDATE);

        TestDatabase.allowInserts(database, "audit_log");
        models.apply(STATION, held);
        String entry = database.read("reading the audit log", handle -> handle.createQuery(
                        "SELECT who || ': ' || action || ' ' || target FROM audit_log")
                .mapTo(String.class)
                .one());
        assertThat(entry).isEqualTo(ModelLife.BY_POLICY + ": model.by-policy " + candidate);
    }

    @Test
    void history_changedOrDeleted_isRefusedByTheDatabase() throws IOException {
        add(ModelState.CHAMPION);

        assertThatThrownBy(() -> database.write("x", handle -> handle.execute("UPDATE model_event SET why = 'other'")))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> database.write("x", handle -> handle.execute("DELETE FROM model_event")))
                .hasMessageContaining("append-only");
    }

    @Test
    void sweep_whatAKilledProcessLeft_goesAndTheRestStays() throws IOException {
        ModelVersion kept = add(ModelState.CHAMPION);
        Files.writeString(models.draft(STATION, new ModelVersion(8)).resolve("index"), "half");
        Files.createDirectories(models.folder(STATION, new ModelVersion(9)));
        Files.createDirectories(folder.resolve("fitted/press-1/.going-v4"));

        models.sweep();

        try (var left = Files.list(folder.resolve("fitted/press-1"))) {
            assertThat(left).containsExactly(models.folder(STATION, kept));
        }
    }

    @Test
    void deleteFiles_version_keepsItsRecordAndLedger() throws IOException {
        ModelVersion version = add(ModelState.CHAMPION);

        models.deleteFiles(STATION, version);

        assertThat(models.find(STATION, version).orElseThrow().files()).isFalse();
        assertThat(models.folder(STATION, version)).doesNotExist();
        assertThat(models.ledger(STATION, version)).hasSize(1);
    }
}
