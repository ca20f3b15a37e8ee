package io.winnow.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.life.CandidateReport;
import io.winnow.core.life.ModelLife;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.life.PromotionPolicy.Mode;
import io.winnow.core.life.RecordedModels;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.ModelEvent;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.ModelStateException;
import io.winnow.core.model.NewModel;
import io.winnow.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLifeTest {
    private static final int SHADOW = 12;
    private static final PromotionPolicy POLICY = new PromotionPolicy(Mode.WHEN_NOT_WORSE, SHADOW, 5, 5, 0.5, 0.5, 2);

    private final Path folder;
    private final Database database;
    private LifeRig rig;

    ModelLifeTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.database = TestDatabase.create(folder);
        this.rig = start(POLICY);
    }

    private LifeRig start(PromotionPolicy policy) throws IOException {
        return new LifeRig(folder, database, new ExactIndexFactory(), policy);
    }

    private void restart() throws IOException {
        rig.close();
        rig = start(rig.policy).opened();
    }

    @BeforeEach
    void fill() throws IOException {
        rig.filled().opened();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private ModelState state(ModelVersion version) {
        return rig.model(version).state();
    }

    private void awaitState(ModelVersion version, ModelState state) {
        Await.until("model %s %s".formatted(version, state), Duration.ofSeconds(20), () -> {
            rig.life.goOn(rig.station);
            return Optional.of(state(version)).filter(state::equals);
        });
    }

    private void awaitShadow(ModelVersion candidate, int frames) {
        Await.until("shadow frames", Duration.ofSeconds(20), () -> rig.life
                .report(rig.station, candidate)
                .filter(report -> report.shadowFrames() >= frames));
    }

    /** Inspects and labels: every second frame is defective. */
    private void work(int frames, long seed, boolean labelled) {
        for (int i = 0; i < frames; i++) {
            boolean defect = i % 2 == 1;
            Inspection inspection = rig.inspect(defect ? RigCamera.defective(seed + i) : RigCamera.good(seed + i));
            if (labelled) {
                rig.label(inspection, defect);
            }
        }
    }

    @Test
    void admit_nothingServes_becomesChampionAtOnceAndSaysWhy() throws IOException {
        ModelVersion first = rig.refitAndAdmit(1);

        assertThat(state(first)).isEqualTo(ModelState.CHAMPION);
        assertThat(rig.model(first).reason()).contains("nothing to compare it with");
        assertThat(rig.station.model().orElseThrow().version()).isEqualTo(first);
        assertThat(rig.inspect(RigCamera.good(900)).model()).contains(first);
    }

    @Test
    void candidate_withoutLabels_isHeldWithTheNumbersAndTheChampionStays() throws IOException {
        ModelVersion first = rig.refitAndAdmit(1);
        ModelVersion second = rig.refitAndAdmit(2);
        assertThat(state(second)).isEqualTo(ModelState.CANDIDATE);
        awaitState(second, ModelState.SHADOWING);

        work(SHADOW, 1_000, false);

        awaitState(second, ModelState.HELD);
        assertThat(rig.model(second).reason())
                .isEqualTo("needs at least 5 labelled defects, has 0, and at least 5 labelled normal frames, has 0");
        assertThat(rig.station.model().orElseThrow().version()).isEqualTo(first);
    }

    @Test
    void candidate_labelledFramesFromBeforeAndDuringTheShadow_isPromotedWithoutLosingAFrame() throws IOException {
        ModelVersion first = rig.refitAndAdmit(1);
        work(10, 1_000, true);
        ModelVersion second = rig.refitAndAdmit(2);
        awaitState(second, ModelState.SHADOWING);
        work(SHADOW, 2_000, true);
        awaitShadow(second, SHADOW);

        awaitState(second, ModelState.CHAMPION);

        assertThat(state(first)).isEqualTo(ModelState.RETIRED);
        assertThat(rig.inspect(RigCamera.good(3_000)).model()).contains(second);
        CandidateReport report = rig.life.report(rig.station, second).orElseThrow();
        assertThat(report.comparison().defects()).isEqualTo(11);
        assertThat(report.comparison().normals()).isEqualTo(11);
        assertThat(report.comparison().figures()).hasSize(6).allSatisfy(figure -> {
            assertThat(figure.candidate().figure().optional()).isPresent();
            assertThat(figure.interval()).isPresent();
        });
        assertThat(rig.models.history(LifeRig.STATION, 10).get(0))
                .extracting(ModelEvent::version, ModelEvent::to, ModelEvent::by)
                .containsExactly(second, ModelState.CHAMPION, ModelLife.BY_POLICY);
    }

    @Test
    void heldForLabels_labelsCome_isDecidedAgain() throws IOException {
        rig.refitAndAdmit(1);
        ModelVersion second = rig.refitAndAdmit(2);
        awaitState(second, ModelState.SHADOWING);
        work(SHADOW, 1_000, false);
        awaitState(second, ModelState.HELD);

        work(SHADOW, 2_000, true);

        awaitState(second, ModelState.CHAMPION);
    }

    @Test
    void hold_byAPerson_noPolicyPromotes() throws IOException {
        rig.refitAndAdmit(1);
        ModelVersion second = rig.refitAndAdmit(2);
        awaitState(second, ModelState.SHADOWING);
        rig.life.hold(rig.station, second, "Ada", "wait for the new lamp");

        work(2 * SHADOW, 1_000, true);
        awaitShadow(second, SHADOW);
        rig.life.goOn(rig.station);
        rig.life.goOn(rig.station);

        assertThat(state(second)).isEqualTo(ModelState.HELD);
        assertThat(rig.model(second).reason()).isEqualTo("wait for the new lamp");
        rig.life.promote(rig.station, second, "Ada", "the lamp is in");
        assertThat(state(second)).isEqualTo(ModelState.CHAMPION);
    }

    @Test
    void policyManual_examinationOver_waitsForAPerson() throws IOException {
        rig.policy = new PromotionPolicy(Mode.MANUAL, SHADOW, 5, 5, 0.5, 0.5, 2);
        rig.refitAndAdmit(1);
        ModelVersion second = rig.refitAndAdmit(2);
        awaitState(second, ModelState.SHADOWING);

        work(SHADOW, 1_000, true);

        awaitState(second, ModelState.READY);
        assertThat(rig.model(second).reason()).contains("manual");
    }

    @Test
    void admit_olderCandidate_isDiscardedForTheNewerAndItsFilesGo() throws IOException {
        rig.refitAndAdmit(1);
        ModelVersion second = rig.refitAndAdmit(2);
        ModelVersion third = rig.refitAndAdmit(3);

        assertThat(state(second)).isEqualTo(ModelState.DISCARDED);
        assertThat(rig.model(second).reason()).isEqualTo("replaced by the newer candidate " + third);
        assertThat(rig.folder(second)).doesNotExist();
        assertThat(state(third)).isEqualTo(ModelState.CANDIDATE);
        assertThatThrownBy(() -> rig.life.promote(rig.station, second, "Ada", "after all"))
                .isInstanceOf(ModelStateException.class)
                .hasMessageContaining("v2")
                .hasMessageContaining("discarded");
    }

    @Test
    void shadow_processRestarts_goesOnWhereItWas() throws IOException {
        rig.refitAndAdmit(1);
        ModelVersion second = rig.refitAndAdmit(2);
        awaitState(second, ModelState.SHADOWING);
        work(SHADOW / 2, 1_000, true);
        awaitShadow(second, SHADOW / 2);

        restart();

        assertThat(rig.life.report(rig.station, second).orElseThrow().shadowFrames())
                .isEqualTo(SHADOW / 2);
        work(SHADOW / 2, 2_000, true);
        awaitState(second, ModelState.CHAMPION);
    }

    @Test
    void rollBack_oneCall_servesTheOldVersionAndExaminesTheCandidateAnew() throws IOException {
        ModelVersion first = rig.refitAndAdmit(1);
        ModelVersion second = rig.refitAndAdmit(2);
        rig.life.promote(rig.station, second, "Ada", "looks better");
        ModelVersion third = rig.refitAndAdmit(3);
        awaitState(third, ModelState.SHADOWING);

        rig.life.rollBack(rig.station, first, "Ada", "too many false rejects");

        assertThat(rig.inspect(RigCamera.good(1_000)).model()).contains(first);
        assertThat(state(second)).isEqualTo(ModelState.RETIRED);
        assertThat(state(third)).isEqualTo(ModelState.CANDIDATE);
        assertThat(rig.model(third).comparedWith()).contains(first);
        assertThat(rig.models.history(LifeRig.STATION, 100))
                .anySatisfy(event -> assertThat(event.why()).isEqualTo("too many false rejects"));
    }

    @Test
    void keepVersions_moreRetire_oldestLoseTheirFiles() throws IOException {
        for (int version = 1; version <= 4; version++) {
            ModelVersion next = rig.refitAndAdmit(version);
            if (version > 1) {
                rig.life.promote(rig.station, next, "Ada", "newer");
            }
        }

        assertThat(rig.model(new ModelVersion(1)).files()).isFalse();
        assertThat(rig.folder(new ModelVersion(1))).doesNotExist();
        assertThat(rig.folder(new ModelVersion(2))).exists();
        assertThatThrownBy(() -> rig.life.rollBack(rig.station, new ModelVersion(1), "Ada", "back"))
                .isInstanceOf(ModelStateException.class)
                .hasMessageContaining("files are deleted");
    }

    @Test
    void start_championDamaged_newestIntactVersionStandsInLoudly() throws IOException {
        ModelVersion first = rig.refitAndAdmit(1);
        ModelVersion second = rig.refitAndAdmit(2);
        rig.life.promote(rig.station, second, "Ada", "newer");
        flip(rig.folder(second).resolve("index"));

        restart();

        assertThat(rig.inspect(RigCamera.good(1_000)).model()).contains(first);
        assertThat(rig.life.degraded(rig.station).orElseThrow())
                .contains("stands in for v2")
                .contains("index");
        assertThat(rig.refusals).singleElement().satisfies(refusal -> assertThat(refusal)
                .contains("SHA-256"));
        rig.life.promote(rig.station, rig.refitAndAdmit(3), "Ada", "repaired");
        assertThat(rig.life.degraded(rig.station)).isEmpty();
    }

    @Test
    void start_championDamagedAndNoOther_verdictsAreUndecidedForThatReasonUntilARefit() throws IOException {
        ModelVersion first = rig.refitAndAdmit(1);
        flip(rig.folder(first).resolve("patchcore"));

        restart();

        Verdict verdict = rig.inspect(RigCamera.good(1_000)).verdict();
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Undecided.class, undecided -> {
            assertThat(undecided.cause()).isEqualTo(Verdict.Cause.MODEL_UNUSABLE);
            assertThat(undecided.reason()).contains("v1").contains("patchcore").contains("damaged");
        });
        assertThat(rig.station.collecting()).isFalse();
        ModelVersion second = rig.refitAndAdmit(2);
        assertThat(rig.inspect(RigCamera.good(1_001)).model()).contains(second);
        assertThat(state(first)).isEqualTo(ModelState.RETIRED);
    }

    @Test
    void promote_artefactDamaged_isRefusedAndTheChampionStays() throws IOException {
        ModelVersion first = rig.refitAndAdmit(1);
        ModelVersion second = rig.refitAndAdmit(2);
        flip(rig.folder(second).resolve("golden-1"));

        assertThatThrownBy(() -> rig.life.promote(rig.station, second, "Ada", "newer"))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("golden-1");

        assertThat(rig.station.model().orElseThrow().version()).isEqualTo(first);
        assertThat(state(second)).isEqualTo(ModelState.HELD);
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Records a version as the process of a refit elsewhere does. */
    private ModelVersion recordedElsewhere(long seed) throws IOException {
        NewModel model = rig.refit(seed);
        new RecordedModels(rig.models).admit(rig.station, model);
        return model.manifest().version();
    }

    @Test
    void take_firstVersionRecordedElsewhere_servesOnce() throws IOException {
        ModelVersion first = recordedElsewhere(1);
        assertThat(rig.station.model()).isEmpty();

        rig.life.take(rig.station, first);
        rig.life.take(rig.station, first);

        assertThat(rig.station.model().orElseThrow().version()).isEqualTo(first);
        assertThat(rig.model(first).state()).isEqualTo(ModelState.CHAMPION);
    }

    @Test
    void take_candidateRecordedElsewhere_isExaminedLikeOneOfOurs() throws IOException {
        rig.refitAndAdmit(1);
        ModelVersion second = recordedElsewhere(2);
        ModelVersion third = recordedElsewhere(3);

        rig.life.take(rig.station, third);
        rig.life.take(rig.station, third);

        assertThat(rig.model(second).state()).isEqualTo(ModelState.DISCARDED);
        assertThat(rig.model(third).state().open()).isTrue();
        assertThat(rig.model(third).comparedWith())
                .contains(rig.station.model().orElseThrow().version());
    }

    @Test
    void take_versionThatSomebodyDiscardedMeanwhile_changesNothing() throws IOException {
        ModelVersion champion = rig.refitAndAdmit(1);
        ModelVersion second = recordedElsewhere(2);
        rig.life.discard(rig.station, second, "Ada", "not wanted");

        rig.life.take(rig.station, second);

        assertThat(rig.station.model().orElseThrow().version()).isEqualTo(champion);
        assertThat(rig.model(second).state()).isEqualTo(ModelState.DISCARDED);
    }
}
