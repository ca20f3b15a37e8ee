package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.ReviewSelection.Reason;
import io.winnow.core.review.Label;
import io.winnow.core.review.ReviewStore.Count;
import io.winnow.core.review.ReviewStore.StoredScore;
import io.winnow.core.threshold.ThresholdChange;
import io.winnow.core.threshold.ThresholdChange.Action;
import io.winnow.core.threshold.ThresholdLine;
import io.winnow.core.threshold.ThresholdLines;
import io.winnow.core.threshold.ThresholdPolicy;
import io.winnow.core.threshold.ThresholdRule;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Thresholds, audits and the questions about them against a real database file. */
@ParameterizedClass
@EnumSource(Dialect.class)
class SqlThresholdStoreTest {
    private static final ModelVersion MODEL = new ModelVersion(3);

    private final Database database;
    private final SqlInspectionStore inspections;
    private final SqlReviewStore reviews;

    SqlThresholdStoreTest(Dialect dialect, @TempDir Path folder) throws IOException {
        this.database = TestDatabase.create(dialect, folder);
        this.inspections = new SqlInspectionStore(database);
        this.reviews = new SqlReviewStore(database);
    }

    private Inspection save(Inspection inspection) {
        inspections.save(
                inspection, new OutgoingEvent(inspection.id().value(), inspection.station(), ByteBuffer.allocate(0)));
        return inspection;
    }

    private Inspection save(int number, double score, Reason reason, double probability) {
        return save(Inspections.scored(
                number,
                score,
                Inspections.mapWithPeak(2, 2, 0, 0, (float) score),
                new ReviewSelection(reason, probability)));
    }

    private Inspection saveGrey(int number) {
        return save(Inspections.grey(number, 0.9, Inspections.mapWithPeak(2, 2, 0, 0, 0.9f)));
    }

    private void label(Inspection inspection, Label.Truth truth) {
        new SqlLabelStore(database, Clock.systemUTC())
                .put(inspection.id(), new Label(truth, Optional.empty(), List.of(), "ada", Inspections.NOON));
    }

    @Test
    void save_greyBandAndAudit_comeBackWithScoreThresholdsAndChance() {
        Inspection grey = saveGrey(1);
        Inspection audited = save(2, 0.5, Reason.AUDIT, 0.02);

        assertThat(inspections.find(grey.id()).orElseThrow().verdict()).isEqualTo(grey.verdict());
        assertThat(inspections.find(grey.id()).orElseThrow().selection()).isEqualTo(grey.selection());
        assertThat(inspections.find(audited.id()).orElseThrow().selection())
                .contains(new ReviewSelection(Reason.AUDIT, 0.02));
    }

    @Test
    void queue_holdsWhatWasChosenAndIsUnlabelled_greyBandFirst() {
        save(1, 2, Reason.REJECT, 1);
        save(2, 0.5, Reason.AUDIT, 0.02);
        save(3, 0.5, Reason.NONE, 0.02);
        saveGrey(4);
        Inspection labelled = save(5, 3, Reason.REJECT, 1);
        save(6, 4, Reason.REJECT, 1);
        label(labelled, Label.Truth.DEFECT);

        assertThat(reviews.queue(Inspections.STATION, 10))
                .extracting(each -> each.id().value())
                .containsExactly("00000004", "00000002", "00000006", "00000001");
        assertThat(reviews.queue(Inspections.STATION, 2)).hasSize(2);
    }

    @Test
    void counts_keepEachChanceApart() {
        save(1, 0.5, Reason.NONE, 0.02);
        save(2, 0.5, Reason.AUDIT, 0.02);
        save(3, 0.5, Reason.AUDIT, 0.5);
        save(4, 2, Reason.REJECT, 1);

        assertThat(reviews.counts(Inspections.STATION, 10))
                .containsExactlyInAnyOrder(
                        new Count(MODEL, "pass", OptionalDouble.of(0.02), 2, 1),
                        new Count(MODEL, "pass", OptionalDouble.of(0.5), 1, 1),
                        new Count(MODEL, "reject", OptionalDouble.of(1), 1, 1));
        assertThat(reviews.counts(Inspections.STATION, 2)).hasSize(2);
    }

    @Test
    void scores_newestFirst_withLabels() {
        save(1, 0.5, Reason.NONE, 0.02);
        Inspection reject = save(2, 2, Reason.REJECT, 1);
        label(reject, Label.Truth.NORMAL);

        assertThat(reviews.scores(Inspections.STATION, MODEL, 10))
                .extracting(StoredScore::score, StoredScore::verdict, StoredScore::truth)
                .containsExactly(
                        tuple(2.0, "reject", Optional.of(Label.Truth.NORMAL)), tuple(0.5, "pass", Optional.empty()));
        assertThat(reviews.scores(Inspections.STATION, new ModelVersion(4), 10)).isEmpty();
    }

    @Test
    void history_everyKindOfRule_comesBackNewestFirst() {
        SqlThresholdStore store = new SqlThresholdStore(database);
        ThresholdChange first = store.add(change(
                Action.MODEL,
                new ThresholdPolicy(new ThresholdRule.Conformal(0.01, true), Optional.empty()),
                Optional.empty()));
        ThresholdChange second = store.add(change(
                Action.SET,
                new ThresholdPolicy(new ThresholdRule.BestF1(), Optional.of(new ThresholdRule.Recall(0.9))),
                Optional.of(first.after())));
        ThresholdChange third = store.add(change(
                Action.UNDO, new ThresholdPolicy(new ThresholdRule.Fixed(2.5), Optional.empty()), Optional.empty()));

        assertThat(store.history(Inspections.STATION, Long.MAX_VALUE, 10)).containsExactly(third, second, first);
        assertThat(store.history(Inspections.STATION, third.sequence(), 1)).containsExactly(second);
        assertThat(store.latest(Inspections.STATION)).contains(third);
    }

    private static ThresholdChange change(Action action, ThresholdPolicy policy, Optional<ThresholdLines> before) {
        return new ThresholdChange(
                0,
                Inspections.STATION,
                Inspections.NOON,
                "ada",
                action,
                policy,
                before,
                new ThresholdLines(
                        MODEL,
                        new ThresholdLine(2.5, 90, OptionalInt.of(99), false, "too few"),
                        Optional.of(new ThresholdLine(2, 0, OptionalInt.empty(), true, "chosen"))));
    }
}
