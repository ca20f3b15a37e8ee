package io.winnow.core.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.model.Calibration;
import io.winnow.core.model.CalibrationFile;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.review.Label;
import io.winnow.core.threshold.ThresholdChange.Action;
import io.winnow.testing.FiguresOnly;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThresholdServiceTest {
    private static final ThresholdPolicy ONE_IN_TEN =
            new ThresholdPolicy(new ThresholdRule.Conformal(0.1, false), Optional.empty());

    private final Path folder;
    private final Memory memory = new Memory();
    private final List<StationId> changed = new ArrayList<>();

    ThresholdServiceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private ThresholdService service() {
        return new ThresholdService(
                new ThresholdService.Ports(memory, memory, memory, memory),
                station -> ONE_IN_TEN,
                Clock.fixed(Inspections.NOON, ZoneOffset.UTC),
                changed::add);
    }

    /** A model with the scores 1 to {@code normals}. */
    private ModelManifest model(int version, int normals, Calibration.Method method) throws IOException {
        ModelManifest manifest = manifest(version);
        List<Double> scores =
                IntStream.rangeClosed(1, normals).mapToObj(i -> (double) i).toList();
        CalibrationFile.write(new Calibration(method, scores, scores), Files.createDirectories(folder(manifest)));
        return manifest;
    }

    private Path folder(ModelManifest model) {
        return folder.resolve(model.version().toString());
    }

    private static ModelManifest manifest(int version) {
        return new ModelManifest(
                Inspections.STATION,
                new ModelVersion(version),
                Inspections.NOON,
                "b",
                "r",
                "d",
                "i",
                "none",
                0.1,
                1,
                20,
                2,
                42,
                42,
                "l");
    }

    private static ThresholdPolicy fixed(double threshold) {
        return new ThresholdPolicy(new ThresholdRule.Fixed(threshold), Optional.empty());
    }

    /** By hand: rank 90 of 99 for one in ten. */
    @Test
    void of_nobodyChangedAnything_followsTheConfiguration() throws IOException {
        ModelManifest model = model(3, 99, Calibration.Method.SPLIT);

        assertThat(service().of(model)).isEqualTo(new ThresholdSetting(model.version(), 90, OptionalDouble.empty()));
        assertThat(service().state(model).lines().reject().guaranteed()).isTrue();
    }

    @Test
    void set_anyPolicy_decidesTheNextFrameAndIsRecorded() throws IOException {
        ModelManifest model = model(3, 99, Calibration.Method.SPLIT);
        ThresholdService service = service();
        service.serving(model);

        ThresholdChange change = service.set(
                model,
                new ThresholdPolicy(new ThresholdRule.Fixed(50), Optional.of(new ThresholdRule.Fixed(40))),
                "ada");

        assertThat(service.of(model).decide(51)).isInstanceOf(Verdict.Reject.class);
        assertThat(service.of(model).decide(45).word()).isEqualTo("undecided");
        assertThat(service.of(model).decide(40)).isInstanceOf(Verdict.Pass.class);
        assertThat(change.by()).isEqualTo("ada");
        assertThat(change.at()).isEqualTo(Inspections.NOON);
        assertThat(change.before().orElseThrow().reject().value()).isEqualTo(90);
        assertThat(change.after().setting().reviewThreshold()).hasValue(40);
        assertThat(changed).contains(Inspections.STATION);
    }

    @Test
    void set_reviewNotBelowReject_isRefusedAndChangesNothing() throws IOException {
        ModelManifest model = model(3, 99, Calibration.Method.SPLIT);
        ThresholdService service = service();

        assertThatThrownBy(() -> service.set(
                        model,
                        new ThresholdPolicy(new ThresholdRule.Fixed(5), Optional.of(new ThresholdRule.Fixed(6))),
                        "ada"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("review threshold = 6.0 must be below the reject threshold 5.0");
        assertThat(service.of(model).threshold()).isEqualTo(90);
        assertThat(memory.changes).isEmpty();
    }

    @Test
    void undo_twoChanges_goesBackOneByOneAndSaysWhenNothingIsLeft() throws IOException {
        ModelManifest model = model(3, 99, Calibration.Method.SPLIT);
        ThresholdService service = service();
        service.serving(model);
        service.set(model, fixed(5), "ada");
        service.set(model, fixed(6), "ada");

        assertThat(service.undo(model, "bob").after().reject().value()).isEqualTo(5);
        ThresholdChange last = service.undo(model, "bob");

        assertThat(last.after().reject().value()).isEqualTo(90);
        assertThat(last.action()).isEqualTo(Action.UNDO);
        assertThatThrownBy(() -> service.undo(model, "bob"))
                .isInstanceOf(NotEnoughDataException.class)
                .hasMessageContaining("press-1");
        assertThat(memory.changes).hasSize(5);
    }

    @Test
    void serving_anotherModel_recalibratesAndRecordsIt() throws IOException {
        ThresholdService service = service();
        ModelManifest first = model(3, 99, Calibration.Method.SPLIT);
        ModelManifest second = model(4, 199, Calibration.Method.SPLIT);
        service.serving(first);
        service.serving(second);

        assertThat(service.of(second).threshold()).isEqualTo(180);
        assertThat(service.of(first).threshold()).isEqualTo(90);
        ThresholdChange change =
                service.history(Inspections.STATION, Long.MAX_VALUE, 1).get(0);
        assertThat(change.action()).isEqualTo(Action.MODEL);
        assertThat(change.before().orElseThrow().model()).isEqualTo(first.version());
        service.serving(second);
        assertThat(memory.changes).hasSize(2);
    }

    /** What stands in the store counts, not what labels would give by now. */
    @Test
    void of_afterRestart_isWhatWasInForce() throws IOException {
        ModelManifest model = model(3, 99, Calibration.Method.SPLIT);
        label(8, 8);
        service().set(model, new ThresholdPolicy(new ThresholdRule.BestF1(), Optional.empty()), "ada");
        double before = service().of(model).threshold();
        memory.labelled.clear();

        assertThat(service().of(model).threshold()).isEqualTo(before);
    }

    @Test
    void preview_tooFewNormals_saysHowManyItNeeds() throws IOException {
        ModelManifest model = model(3, 90, Calibration.Method.SPLIT);

        ThresholdLine line = service()
                .preview(model, new ThresholdPolicy(new ThresholdRule.Conformal(0.01, false), Optional.empty()))
                .reject();

        assertThat(line.guaranteed()).isFalse();
        assertThat(line.needed()).hasValue(99);
        assertThat(line.value()).isEqualTo(90);
        assertThat(line.explanation()).contains("90").contains("needs 99").contains("nothing is promised");
    }

    /** 2 of 20 dropped: 0.1 of the 18 others and all of the 2 are 19 %. */
    @Test
    void preview_refinementDroppedFrames_saysWhatThatMayCost() throws IOException {
        ThresholdLine line = service()
                .preview(model(3, 99, Calibration.Method.SPLIT), ONE_IN_TEN)
                .reject();

        assertThat(line.explanation()).contains("dropped 2 of 20 frames").contains("up to 19 %");
    }

    @Test
    void preview_leaveOneOut_promisesNothing() throws IOException {
        ThresholdLine line = service()
                .preview(model(3, 99, Calibration.Method.LEAVE_ONE_OUT), ONE_IN_TEN)
                .reject();

        assertThat(line.value()).isEqualTo(90);
        assertThat(line.guaranteed()).isFalse();
    }

    /** Confirmed normals 101 to 108 beside 1 to 91 make 99; the one that was in the fit does not count twice. */
    @Test
    void preview_withConfirmedNormals_addsThoseThatTheModelHasNotSeen() throws IOException {
        ModelManifest model = model(3, 91, Calibration.Method.SPLIT);
        for (int i = 1; i <= 8; i++) {
            memory.add(inspection(i, 100 + i), Label.Truth.NORMAL);
        }
        memory.add(inspection(9, 109), Label.Truth.NORMAL);
        memory.kept.add(new FrameId("frame-9"));

        ThresholdLine line = service()
                .preview(model, new ThresholdPolicy(new ThresholdRule.Conformal(0.01, true), Optional.empty()))
                .reject();

        assertThat(line.samples()).isEqualTo(99);
        assertThat(line.value()).isEqualTo(108);
        assertThat(line.guaranteed()).isFalse();
    }

    /** Normals 1 to 8 and defects 11 to 18: everything between 8 and 11 is best, half way is taken. */
    @Test
    void preview_bestF1_isHalfWayBetweenTheKinds() throws IOException {
        label(8, 8);

        ThresholdLine line = service()
                .preview(manifest(3), new ThresholdPolicy(new ThresholdRule.BestF1(), Optional.empty()))
                .reject();

        assertThat(line.value()).isEqualTo(9.5);
        assertThat(line.samples()).isEqualTo(16);
    }

    /** Of 10 defects 11 to 20, 9 must be rejected: the threshold is between 11 and 12. */
    @Test
    void preview_recall_leavesOutNoMoreThanItMay() throws IOException {
        label(0, 10);

        ThresholdLine line = service()
                .preview(manifest(3), new ThresholdPolicy(new ThresholdRule.Recall(0.9), Optional.empty()))
                .reject();

        assertThat(line.value()).isEqualTo(11.5);
    }

    @Test
    void preview_tooFewLabels_saysHowManyItNeeds() {
        label(3, 4);

        assertThatThrownBy(() -> service()
                        .preview(manifest(3), new ThresholdPolicy(new ThresholdRule.BestF1(), Optional.empty())))
                .isInstanceOf(NotEnoughDataException.class)
                .hasMessageContaining("3 normal and 4 defective")
                .hasMessageContaining("needs 5 and 5");
        assertThatThrownBy(() -> service()
                        .preview(manifest(3), new ThresholdPolicy(new ThresholdRule.Recall(0.95), Optional.empty())))
                .isInstanceOf(NotEnoughDataException.class)
                .hasMessageContaining("needs 0 and 19");
    }

    @Test
    void of_modelWithoutCalibration_keepsTheThresholdOfItsFit() {
        ModelManifest old = manifest(3);

        assertThat(service().of(old).threshold()).isEqualTo(42);
        assertThat(service().state(old).lines().reject().explanation()).contains("keeps no calibration");
    }

    @Test
    void of_damagedCalibration_keepsTheThresholdOfItsFit() throws IOException {
        ModelManifest model = model(3, 99, Calibration.Method.SPLIT);
        Files.write(folder(model).resolve(CalibrationFile.NAME), new byte[] {1, 2});

        assertThat(service().of(model).threshold()).isEqualTo(42);
    }

    private void label(int normals, int defects) {
        for (int i = 1; i <= normals; i++) {
            memory.add(inspection(i, i), Label.Truth.NORMAL);
        }
        for (int i = 1; i <= defects; i++) {
            memory.add(inspection(100 + i, 10 + i), Label.Truth.DEFECT);
        }
    }

    private static Inspection inspection(int number, double score) {
        return Inspections.scored(number, score, Inspections.mapWithPeak(2, 2, 0, 0, (float) score));
    }

    /** All that thresholds are computed from and kept in. */
    private final class Memory extends FiguresOnly implements ThresholdStore, CalibratedModels {
        private final List<ThresholdChange> changes = new ArrayList<>();
        private final List<Labelled> labelled = new ArrayList<>();
        private final List<FrameId> kept = new ArrayList<>();

        void add(Inspection inspection, Label.Truth truth) {
            labelled.add(
                    new Labelled(inspection, new Label(truth, Optional.empty(), List.of(), "ada", Inspections.NOON)));
        }

        @Override
        public ThresholdChange add(ThresholdChange change) {
            ThresholdChange stored = new ThresholdChange(
                    changes.size() + 1L,
                    change.station(),
                    change.at(),
                    change.by(),
                    change.action(),
                    change.policy(),
                    change.before(),
                    change.after());
            changes.add(0, stored);
            return stored;
        }

        @Override
        public Optional<ThresholdChange> latest(StationId station) {
            return changes.stream().findFirst();
        }

        @Override
        public List<ThresholdChange> history(StationId station, long before, int limit) {
            return changes.stream()
                    .filter(change -> change.sequence() < before)
                    .limit(limit)
                    .toList();
        }

        @Override
        public Optional<Calibration> calibration(ModelManifest model) throws IOException {
            return CalibrationFile.read(folder(model));
        }

        @Override
        public List<FrameId> used(ModelManifest model) {
            return kept;
        }

        @Override
        public List<Labelled> labelledWithin(StationId station, int window) {
            return List.copyOf(labelled);
        }

        @Override
        public List<Count> counts(StationId station, int window) {
            return List.of("pass", "reject").stream()
                    .map(word -> new Count(new ModelVersion(3), word, OptionalDouble.of(1), count(word), count(word)))
                    .toList();
        }

        private long count(String word) {
            return labelled.stream()
                    .filter(each -> each.inspection().verdict().word().equals(word))
                    .count();
        }
    }
}
