package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.RegionShape;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.review.Doubt;
import io.winnow.core.review.Label;
import io.winnow.core.review.LabelDesk;
import io.winnow.core.review.LabelDesk.Statement;
import io.winnow.core.review.LabelDesk.Word;
import io.winnow.core.review.MarkedRegion;
import io.winnow.core.review.Marks;
import io.winnow.core.review.Opinion;
import io.winnow.core.review.OpinionStore.ConflictException;
import io.winnow.core.review.OpinionStore.Said;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Dialect.class)
class SqlOpinionStoreTest {
    private static final Clock CLOCK = Clock.fixed(Inspections.NOON, ZoneOffset.UTC);

    private final Database database;
    private final SqlOpinionStore opinions;
    private final SqlReviewCandidates candidates;
    private final List<String> heard = new ArrayList<>();
    private final LabelDesk desk;

    SqlOpinionStoreTest(Dialect dialect, @TempDir Path folder) throws IOException {
        database = TestDatabase.create(dialect, folder);
        opinions = new SqlOpinionStore(database, CLOCK);
        candidates = new SqlReviewCandidates(database);
        desk = new LabelDesk(opinions, CLOCK, (inspection, opinion) -> heard.add(inspection.value()));
        for (int number = 1; number <= 3; number++) {
            Inspection inspection = Inspections.scored(number, 2, Inspections.mapWithPeak(3, 4, 1, 2, number));
            new SqlInspectionStore(database)
                    .save(
                            inspection,
                            new OutgoingEvent(inspection.id().value(), Inspections.STATION, ByteBuffer.allocate(1)));
        }
    }

    private static InspectionId id(int number) {
        return new InspectionId("%08d".formatted(number));
    }

    private static Statement statement(int number, Word word, String basedOn) {
        return new Statement(id(number), Optional.of(basedOn), word, Optional.empty(), Marks.NONE);
    }

    private void say(String by, Statement... statements) {
        desk.say(List.of(statements), by);
    }

    @Test
    void change_regionsOfEveryShape_comeBackEqualWithTheSameRevision() {
        Marks marks = new Marks(List.of(
                MarkedRegion.box(new RegionOfInterest(0.1, 0.2, 0.3, 0.4)),
                new MarkedRegion(
                        new RegionShape.Polygon(List.of(List.of(
                                new RegionShape.Point(0, 0),
                                new RegionShape.Point(0.7, 0),
                                new RegionShape.Point(0, 1 / 3.0)))),
                        Optional.of("crack")),
                new MarkedRegion(new RegionShape.PixelMask(new ImageSize(3, 4), List.of(5, 2, 5)), Optional.empty())));

        Opinion said = desk.say(
                        List.of(new Statement(
                                id(1), Optional.of(Opinion.UNSAID), Word.DEFECT, Optional.of("dent"), marks)),
                        "Ada")
                .get(0)
                .opinion();

        assertThat(opinions.find(id(1))).isEqualTo(said);
        assertThat(opinions.find(id(1)).revision()).isEqualTo(said.revision());
        assertThat(candidates.defectTypes(Inspections.STATION, 10)).containsExactlyInAnyOrder("dent", "crack");
    }

    @Test
    void change_basedOnWhatIsNotSaidAnyMore_changesNothingAndTellsWhoSaidWhat() {
        say("Kim", statement(2, Word.NORMAL, Opinion.UNSAID));
        heard.clear();

        assertThatThrownBy(() -> say(
                        "Ada", statement(1, Word.DEFECT, Opinion.UNSAID), statement(2, Word.DEFECT, Opinion.UNSAID)))
                .isInstanceOfSatisfying(ConflictException.class, conflict -> assertThat(conflict.conflicts())
                        .singleElement()
                        .satisfies(said -> assertThat(
                                        said.opinion().label().orElseThrow().labelledBy())
                                .isEqualTo("Kim")));

        assertThat(opinions.find(id(1))).isEqualTo(Opinion.NONE);
        assertThat(opinions.find(id(2)).label().orElseThrow().verdict()).isEqualTo(Label.Truth.NORMAL);
        assertThat(heard).isEmpty();
    }

    @Test
    void change_knowingWhatIsSaid_replacesIt() {
        say("Kim", statement(1, Word.NORMAL, Opinion.UNSAID));

        say("Ada", statement(1, Word.DEFECT, opinions.find(id(1)).revision()));

        assertThat(opinions.find(id(1)).label().orElseThrow().labelledBy()).isEqualTo("Ada");
    }

    @Test
    void change_doubtThenLabel_endsTheDoubt() {
        say("Kim", statement(1, Word.UNSURE, Opinion.UNSAID), statement(2, Word.UNSURE, Opinion.UNSAID));
        assertThat(candidates.doubted(Inspections.STATION, 10))
                .extracting(Inspection::id)
                .containsExactly(id(1), id(2));
        assertThat(new SqlReviewStore(database).queue(Inspections.STATION, 10))
                .extracting(Inspection::id)
                .containsExactly(id(3));

        new SqlLabelStore(database, CLOCK)
                .put(id(1), new Label(Label.Truth.NORMAL, Optional.empty(), List.of(), "Ada", Inspections.NOON));
        say(
                "Ada",
                statement(
                        2,
                        Word.NOTHING,
                        Opinion.of(new Doubt("Kim", Inspections.NOON)).revision()));

        assertThat(candidates.doubted(Inspections.STATION, 10)).isEmpty();
        assertThat(candidates.said(List.of(id(1), id(2), id(3))))
                .extracting(Said::inspection)
                .containsExactly(id(1));
    }

    @Test
    void say_sameFrameTwice_isRefused() {
        assertThatThrownBy(() -> say(
                        "Ada", statement(1, Word.NORMAL, Opinion.UNSAID), statement(1, Word.DEFECT, Opinion.UNSAID)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("named twice");
    }

    @Test
    void disputed_candidateSaysTheOpposite_isFoundUntilItIsLabelled() {
        database.write("a candidate's scores", handle -> {
            handle.execute(
                    "INSERT INTO model_version (station_id, version, manifest, kept) VALUES ('press-1', 4, '{}', '[]')");
            handle.execute("INSERT INTO model_state (station_id, version, state, reason, since, files)"
                    + " VALUES ('press-1', 4, 'shadowing', 'new', 0, 0)");
            for (int number = 1; number <= 3; number++) {
                handle.execute(
                        "INSERT INTO model_score (station_id, version, inspection_id, shadow, score, threshold, scored_at,"
                                + " map_height, map_width, map) VALUES ('press-1', 4, ?, 1, ?, 1, 0, 1, 1, ?)",
                        id(number).value(),
                        number == 2 ? 1.5 : 0.5,
                        new byte[Float.BYTES]);
            }
            return 0;
        });

        assertThat(candidates.disputed(Inspections.STATION, 10))
                .extracting(disputed -> disputed.inspection().id())
                .containsExactly(id(3), id(1));
        assertThat(candidates.disputed(Inspections.STATION, 1).get(0).candidate())
                .isEqualTo(new ModelVersion(4));
        say("Ada", statement(3, Word.DEFECT, Opinion.UNSAID));
        assertThat(candidates.disputed(Inspections.STATION, 10)).hasSize(1);
    }

    @Test
    void unlabelled_otherModelOrLabelled_isLeftOut() {
        say("Ada", statement(3, Word.DEFECT, Opinion.UNSAID));

        assertThat(candidates.unlabelled(Inspections.STATION, new ModelVersion(3), 10))
                .extracting(Inspection::id)
                .containsExactly(id(2), id(1));
        assertThat(candidates.unlabelled(Inspections.STATION, new ModelVersion(9), 10))
                .isEmpty();
    }
}
