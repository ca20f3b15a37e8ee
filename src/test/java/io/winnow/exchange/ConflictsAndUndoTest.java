package io.winnow.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.exchange.ExchangeStore.ChangedException;
import io.winnow.core.exchange.ExchangeStore.UndoOutcome;
import io.winnow.core.exchange.ExportFormat;
import io.winnow.core.exchange.ImportPlan.Kind;
import io.winnow.core.exchange.ImportRecord.Conflicts;
import io.winnow.core.exchange.Imports.WrongStateException;
import io.winnow.core.exchange.Upload;
import io.winnow.core.exchange.Upload.State;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionQuery;
import io.winnow.core.review.Label;
import io.winnow.core.review.Marks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is overwritten unasked, nothing is half done, and one undo brings everything back. */
class ConflictsAndUndoTest {
    private static final String TABLE = "frame_id,label,defect_type\none,defect,dent\ntwo,normal,\n";

    private final Path folder;

    ConflictsAndUndoTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Label normal(String by) {
        return new Label(Label.Truth.NORMAL, Optional.empty(), Marks.NONE, by, ExchangeRig.NOW);
    }

    private static Upload check(ExchangeRig rig) throws Exception {
        return rig.check(TABLE.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Label.Truth> truth(ExchangeRig rig, Inspection inspection) {
        return rig.labels.find(inspection.id()).map(Label::verdict);
    }

    private static List<Inspection> all(ExchangeRig rig) {
        return rig.inspections.list(InspectionQuery.newest(ExchangeRig.STATION, 1000));
    }

    @Test
    void apply_keep_leavesAnotherLabelAndSetsTheMissingOne() throws Exception {
        try (ExchangeRig rig = new ExchangeRig(folder)) {
            Inspection one = rig.labelled(1, "one", normal("grace"));
            Inspection two = rig.frame(2, "two");

            Upload checked = check(rig);
            assertThat(checked.plan().orElseThrow().count(Kind.CONFLICT)).isEqualTo(1);
            rig.apply(checked, Conflicts.KEEP);

            assertThat(truth(rig, one)).contains(Label.Truth.NORMAL);
            assertThat(truth(rig, two)).contains(Label.Truth.NORMAL);
        }
    }

    @Test
    void undo_ofReplacedLabels_bringsTheOldOnesBack() throws Exception {
        try (ExchangeRig rig = new ExchangeRig(folder)) {
            Inspection one = rig.labelled(1, "one", normal("grace"));
            Inspection two = rig.frame(2, "two");
            Upload applied = rig.apply(check(rig), Conflicts.REPLACE);
            assertThat(truth(rig, one)).contains(Label.Truth.DEFECT);

            UndoOutcome outcome = rig.imports.undo(applied.id(), "ada");

            assertThat(rig.labels.find(one.id())).contains(normal("grace"));
            assertThat(rig.labels.find(two.id())).isEmpty();
            assertThat(outcome.labels()).hasSize(2);
            assertThat(outcome.labelsKept()).isZero();
            assertThat(rig.told).containsExactly(one.id(), two.id(), one.id(), two.id());
            assertThat(rig.imports.list(ExchangeRig.STATION, 10))
                    .singleElement()
                    .satisfies(record -> assertThat(record.undone()).isPresent());
            assertThatThrownBy(() -> rig.imports.undo(applied.id(), "ada")).isInstanceOf(ChangedException.class);
        }
    }

    @Test
    void undo_afterSomebodyLabelled_keepsWhatThisPersonSaid() throws Exception {
        try (ExchangeRig from = new ExchangeRig(folder.resolve("from"));
                ExchangeRig to = new ExchangeRig(folder.resolve("to"))) {
            from.labelled(1, "one", normal("grace"));
            from.labelled(2, "two", normal("grace"));
            from.frame(3, "three");
            Upload applied = to.apply(to.check(from.export(ExportFormat.COCO, false, true)), Conflicts.KEEP);
            Inspection one = all(to).stream()
                    .filter(each -> each.frame().value().equals("one"))
                    .findFirst()
                    .orElseThrow();
            to.labels.put(one.id(), normal("somebody else"));

            UndoOutcome outcome = to.imports.undo(applied.id(), "ada");

            assertThat(outcome.framesRemoved()).isEqualTo(2);
            assertThat(outcome.framesKept()).isEqualTo(1);
            assertThat(outcome.labelsKept()).isEqualTo(1);
            assertThat(all(to)).extracting(Inspection::id).containsExactly(one.id());
        }
    }

    @Test
    void apply_labelChangedSinceTheCheck_failsAndChangesNothing() throws Exception {
        try (ExchangeRig rig = new ExchangeRig(folder)) {
            Inspection one = rig.frame(1, "one");
            Inspection two = rig.frame(2, "two");
            Upload checked = check(rig);
            rig.labels.put(two.id(), normal("somebody else"));

            Upload failed = rig.apply(checked, Conflicts.REPLACE);

            assertThat(failed.state()).isEqualTo(State.FAILED);
            assertThat(failed.problem().orElseThrow()).contains("has changed since the import was checked");
            assertThat(truth(rig, one)).isEmpty();
            assertThat(rig.imports.list(ExchangeRig.STATION, 10)).isEmpty();
        }
    }

    @Test
    void append_wrongOffset_namesTheRightOne() throws IOException {
        try (ExchangeRig rig = new ExchangeRig(folder)) {
            Upload upload = rig.imports.begin(ExchangeRig.STATION, "labels.csv", "ada");

            assertThatThrownBy(() -> rig.imports.append(upload.id(), 5, new ByteArrayInputStream(new byte[3])))
                    .isInstanceOf(WrongStateException.class)
                    .hasMessageContaining("must be 0");
            assertThatThrownBy(() -> rig.imports.apply(upload.id(), Conflicts.KEEP))
                    .isInstanceOf(WrongStateException.class)
                    .hasMessageContaining("is uploading; it would have to be checked");
        }
    }
}
