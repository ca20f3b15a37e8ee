package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.InspectionQuery;
import io.winnow.core.inspection.Outbox;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.inspection.VerdictCounts;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.review.Label;
import io.winnow.core.review.TruthStore.FrameTruth;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every store against a real database file. */
@ParameterizedClass
@EnumSource(Dialect.class)
class SqlStoresTest {
    private final Path folder;
    private final Database database;
    private final SqlInspectionStore inspections;

    SqlStoresTest(Dialect dialect, @TempDir Path folder) throws IOException {
        this.folder = folder;
        this.database = TestDatabase.create(dialect, folder);
        this.inspections = new SqlInspectionStore(database);
    }

    private Inspection save(Inspection inspection) {
        inspections.save(inspection, event(inspection));
        return inspection;
    }

    private static OutgoingEvent event(Inspection inspection) {
        return new OutgoingEvent(
                inspection.id().value(),
                inspection.station(),
                ByteBuffer.wrap(inspection.id().value().getBytes(StandardCharsets.UTF_8)));
    }

    private Inspection saveScored(int number, double score) {
        return save(Inspections.scored(number, score, Inspections.mapWithPeak(3, 4, 1, 2, (float) score)));
    }

    @Test
    void save_everyField_comesBack() {
        Inspection saved = saveScored(1, 2.5);

        Inspection found = inspections.find(saved.id()).orElseThrow();

        assertThat(found).usingRecursiveComparison().ignoringFields("map").isEqualTo(saved);
        assertThat(found.map().orElseThrow().toArray())
                .isEqualTo(saved.map().orElseThrow().toArray());
    }

    @Test
    void findEarlier_sameFrame_hasTheSameIdAndTimeOrImage_orTheSameImageAndTime() throws IOException {
        Inspection saved = saveScored(1, 0.5);
        EncodedImage image = EncodedImage.adopt("image 1".getBytes(StandardCharsets.UTF_8));
        EncodedImage other = EncodedImage.adopt("image 2".getBytes(StandardCharsets.UTF_8));
        FrameId another = new FrameId("f-2");
        Instant time = saved.capturedAt();
        Instant later = time.plusSeconds(5);

        assertThat(earlier(saved.frame(), time, other)).contains(saved.id());
        assertThat(earlier(saved.frame(), later, image)).contains(saved.id());
        assertThat(earlier(another, time, image)).contains(saved.id());
        assertThat(earlier(saved.frame(), later, other))
                .as("a camera that counts from one again")
                .isEmpty();
        assertThat(earlier(another, later, image))
                .as("the same picture at another time")
                .isEmpty();
        assertThat(inspections.findEarlier(new CapturedFrame(
                        new StationId("elsewhere"), saved.frame(), time, Optional.empty(), Optional.empty(), image)))
                .isEmpty();
    }

    private Optional<InspectionId> earlier(FrameId id, Instant capturedAt, EncodedImage image) {
        return inspections
                .findEarlier(new CapturedFrame(
                        Inspections.STATION, id, capturedAt, Optional.empty(), Optional.empty(), image))
                .map(Inspection::id);
    }

    @Test
    void save_undecided_comesBackWithItsCause() {
        Inspection saved = save(Inspections.undecided(1, Verdict.Cause.IMAGE_TRUNCATED));

        assertThat(inspections.find(saved.id()).orElseThrow().verdict()).isEqualTo(saved.verdict());
    }

    @Test
    void save_sameFrameTwice_keepsTheFirstAndLeavesNoEvent() {
        Inspection first = saveScored(1, 0.5);
        Inspection again = Inspections.scored(1, 0.7, Inspections.mapWithPeak(3, 4, 1, 2, 1));
        Outbox outbox = new SqlOutbox(database);

        assertThat(inspections.save(again, event(again))).isFalse();
        assertThat(inspections.find(first.id()).orElseThrow().verdict()).isEqualTo(first.verdict());
        assertThat(outbox.waiting()).isEqualTo(1);
        assertThat(inspections.counts(Inspections.STATION)).isEqualTo(new VerdictCounts(1, 0, 0));
    }

    @Test
    void list_pageByPage_givesEachOnceNewestFirst() {
        for (int number = 1; number <= 7; number++) {
            saveScored(number, number % 2 == 0 ? 2 : 0.5);
        }

        List<Inspection> first = inspections.list(InspectionQuery.newest(Inspections.STATION, 4));
        List<Inspection> second = inspections.list(new InspectionQuery(
                Inspections.STATION, Optional.of(first.get(3).id()), Optional.empty(), Optional.empty(), 4));

        assertThat(first)
                .extracting(each -> each.id().value())
                .containsExactly("00000007", "00000006", "00000005", "00000004");
        assertThat(second).extracting(each -> each.id().value()).containsExactly("00000003", "00000002", "00000001");
    }

    @Test
    void list_byVerdictAndLabel_filters() {
        for (int number = 1; number <= 4; number++) {
            saveScored(number, number % 2 == 0 ? 2 : 0.5);
        }
        SqlLabelStore labels = new SqlLabelStore(database, Clock.systemUTC());
        labels.put(new InspectionId("00000002"), defect());

        assertThat(ids(Optional.of("reject"), Optional.empty())).containsExactly("00000004", "00000002");
        assertThat(ids(Optional.of("reject"), Optional.of(false))).containsExactly("00000004");
        assertThat(ids(Optional.empty(), Optional.of(true))).containsExactly("00000002");
    }

    private List<String> ids(Optional<String> verdict, Optional<Boolean> labelled) {
        return inspections
                .list(new InspectionQuery(Inspections.STATION, Optional.empty(), verdict, labelled, 10))
                .stream()
                .map(each -> each.id().value())
                .toList();
    }

    private static Label defect() {
        return new Label(
                Label.Truth.DEFECT,
                Optional.of("scratch"),
                List.of(new RegionOfInterest(0.1, 0.2, 0.3, 0.4)),
                "ada",
                Inspections.NOON);
    }

    @Test
    void labels_setReplacedAndTakenBack_areAsLastSaid() {
        Inspection inspection = saveScored(1, 2);
        SqlLabelStore labels = new SqlLabelStore(database, Clock.systemUTC());
        Label normal =
                new Label(Label.Truth.NORMAL, Optional.empty(), List.of(), "bob", Inspections.NOON.plusSeconds(5));

        labels.put(inspection.id(), normal);
        labels.put(inspection.id(), defect());
        assertThat(labels.find(inspection.id())).contains(defect());
        assertThat(labels.labelledWithin(Inspections.STATION, 10))
                .singleElement()
                .satisfies(each -> assertThat(each.label()).isEqualTo(defect()));

        labels.remove(inspection.id());
        assertThat(labels.find(inspection.id())).isEmpty();
    }

    @Test
    void labelledWithin_countsScoredInspectionsOnly() {
        SqlLabelStore labels = new SqlLabelStore(database, Clock.systemUTC());
        labels.put(saveScored(1, 2).id(), defect());
        saveScored(2, 0.5);
        save(Inspections.undecided(3, Verdict.Cause.COLLECTING));

        assertThat(labels.labelledWithin(Inspections.STATION, 2)).hasSize(1);
        assertThat(labels.labelledWithin(Inspections.STATION, 1)).isEmpty();
    }

    @Test
    void outbox_published_leavesInOrderAndOnlyOnce() {
        for (int number = 1; number <= 3; number++) {
            saveScored(number, 0.5);
        }
        Outbox outbox = new SqlOutbox(database);

        List<Outbox.Entry> waiting = outbox.unpublished(Inspections.STATION, 10);
        outbox.markPublished(List.of(waiting.get(0).sequence(), waiting.get(1).sequence()));

        assertThat(waiting)
                .extracting(entry -> entry.event().eventId())
                .containsExactly("00000001", "00000002", "00000003");
        assertThat(outbox.unpublished(Inspections.STATION, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.event().eventId()).isEqualTo("00000003"));
    }

    @Test
    void pool_sameImageTwice_isInOnce() {
        SqlPoolStore pool = new SqlPoolStore(database);
        PoolFrame frame = new PoolFrame(new FrameId("a"), Inspections.hash("a"), Inspections.NOON);

        assertThat(pool.add(Inspections.STATION, frame)).isTrue();
        assertThat(pool.add(Inspections.STATION, frame)).isFalse();
        assertThat(pool.list(Inspections.STATION)).containsExactly(frame);
        assertThat(pool.remove(Inspections.STATION, frame.image())).isTrue();
        assertThat(pool.size(Inspections.STATION)).isZero();
    }

    @Test
    void truths_putAndAskedForMany_areFound() {
        SqlTruthStore truths = new SqlTruthStore(database);
        FrameId bad = new FrameId("bad");
        FrameId good = new FrameId("good");
        truths.put(
                Inspections.STATION,
                bad,
                new FrameTruth(true, Optional.of("dent"), Optional.of(ByteBuffer.wrap(new byte[] {1, 2}))));
        truths.put(Inspections.STATION, good, new FrameTruth(false, Optional.empty(), Optional.empty()));

        assertThat(truths.defective(Inspections.STATION, Set.of(bad, good, new FrameId("unknown"))))
                .isEqualTo(Map.of(bad, true, good, false));
        assertThat(truths.find(Inspections.STATION, bad).orElseThrow().defectType())
                .contains("dent");
        assertThat(truths.find(Inspections.STATION, bad).orElseThrow().maskPng())
                .contains(ByteBuffer.wrap(new byte[] {1, 2}));
    }
}
