package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.health.ClockWatch;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.InspectionQuery;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.model.DroppedFrame;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.ModelTransition;
import io.winnow.core.model.NewModel;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.review.Label;
import io.winnow.core.review.TruthStore.FrameTruth;
import io.winnow.testing.HandClock;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten inspections, one a second from noon on, seen to an hour later. Frames have 7 or 8 bytes: {@code "image 1"}. */
@ParameterizedClass
@EnumSource(Dialect.class)
class RetentionTest {
    private static final Instant NOW = Inspections.NOON.plus(Duration.ofHours(1));
    private static final ContentHash RECIPE = Inspections.hash("recipe");
    private static final RetentionLimits UNLIMITED =
            new RetentionLimits(1_000, Duration.ofDays(1), 1_000_000, true, true, false);

    private final Path folder;
    private final Database database;
    private final SqlInspectionStore inspections;
    private final FileFrameStore frames;
    private final FileEmbeddingStore embeddings;

    RetentionTest(Dialect dialect, @TempDir Path folder) throws IOException {
        this.folder = folder;
        database = TestDatabase.create(dialect, folder);
        inspections = new SqlInspectionStore(database);
        frames = new FileFrameStore(folder.resolve("frames"));
        embeddings = new FileEmbeddingStore(folder.resolve("embeddings"));
    }

    @BeforeEach
    void saveTenInspections() throws IOException {
        for (int number = 1; number <= 10; number++) {
            Inspection inspection = Inspections.scored(number, 0.5, Inspections.mapWithPeak(2, 2, 0, 0, 0.5f));
            store("image " + number);
            inspections.save(
                    inspection,
                    new OutgoingEvent(inspection.id().value(), inspection.station(), ByteBuffer.allocate(1)));
        }
    }

    private ContentHash store(String content) throws IOException {
        EncodedImage image = EncodedImage.adopt(content.getBytes(StandardCharsets.UTF_8));
        frames.put(image);
        Files.setLastModifiedTime(frames.files().path(image.hash()), FileTime.from(Inspections.NOON));
        return image.hash();
    }

    private Retention.Outcome run(RetentionLimits limits) throws IOException {
        return retention(limits, Clock.fixed(NOW, ZoneOffset.UTC)).run();
    }

    private Retention retention(RetentionLimits limits, Clock clock) {
        return new Retention(database, frames, embeddings, limits, () -> Set.of(RECIPE), clock, new ClockWatch(clock));
    }

    /** Numbers of the inspections that are left, and of those whose frame is left. */
    private List<Integer> left() {
        return inspections.list(InspectionQuery.newest(Inspections.STATION, 100)).stream()
                .map(inspection -> Integer.parseInt(inspection.id().value()))
                .sorted()
                .toList();
    }

    private List<Integer> leftFrames() throws IOException {
        List<Integer> left = new ArrayList<>();
        for (int number = 1; number <= 10; number++) {
            if (frames.find(Inspections.hash("image " + number)).isPresent()) {
                left.add(number);
            }
        }
        return left;
    }

    private void label(int number) {
        new SqlLabelStore(database, Clock.systemUTC())
                .put(
                        Inspections.scored(number, 0.5, Inspections.mapWithPeak(2, 2, 0, 0, 0.5f))
                                .id(),
                        new Label(Label.Truth.NORMAL, Optional.empty(), List.of(), "operator", NOW));
    }

    private void pool(int number) {
        new SqlPoolStore(database)
                .add(
                        Inspections.STATION,
                        new PoolFrame(new FrameId("frame-" + number), Inspections.hash("image " + number), NOW));
    }

    private void drop(int number) throws IOException {
        ModelManifest manifest = new ModelManifest(
                Inspections.STATION,
                new ModelVersion(1),
                NOW,
                "scattering",
                RECIPE.hex(),
                "patchcore k=5",
                "exact",
                "sroc",
                0.1,
                1,
                20,
                1,
                1,
                1,
                "test");
        SqlModelStore models = new SqlModelStore(database, folder.resolve("models"), Clock.systemUTC());
        DroppedFrame dropped = new DroppedFrame(
                new FrameId("frame-" + number), Inspections.hash("image " + number), 2, 1, 1, "most anomalous");
        models.draft(manifest.station(), manifest.version());
        models.add(
                new NewModel(manifest, List.of(), List.of(dropped), Optional.empty(), Inspections.hash("seal")),
                List.of(new ModelTransition(manifest.version(), ModelState.CHAMPION, "test", "first")));
    }

    @Test
    void run_withinTheLimits_deletesNothing() throws IOException {
        Retention.Outcome outcome = run(UNLIMITED);

        assertThat(outcome).isEqualTo(new Retention.Outcome(0, 0, 0, 71));
        assertThat(left()).hasSize(10);
    }

    @Test
    void run_moreThanTheCount_deletesTheOldestWithTheirFrames() throws IOException {
        Retention.Outcome outcome = run(new RetentionLimits(4, Duration.ofDays(1), 1_000_000, true, true, false));

        assertThat(outcome.inspections()).isEqualTo(6);
        assertThat(outcome.frames()).isEqualTo(6);
        assertThat(left()).containsExactly(7, 8, 9, 10);
        assertThat(leftFrames()).containsExactly(7, 8, 9, 10);
        assertThat(inspections.counts(Inspections.STATION).inspected()).isEqualTo(10);
    }

    @Test
    void run_olderThanTheAge_deletesThem() throws IOException {
        Duration age = Duration.between(Inspections.NOON.plusSeconds(8), NOW);

        run(new RetentionLimits(1_000, age, 1_000_000, true, true, false));

        assertThat(left()).containsExactly(8, 9, 10);
        assertThat(leftFrames()).containsExactly(8, 9, 10);
    }

    @Test
    void run_moreThanTheSpace_deletesUntilItFits() throws IOException {
        Retention.Outcome outcome = run(new RetentionLimits(1_000, Duration.ofDays(1), 70, true, true, false));

        assertThat(outcome.frameBytes()).isLessThanOrEqualTo(70);
        assertThat(leftFrames()).isEqualTo(left());
    }

    @Test
    void run_labelledPooledOrDropped_stay() throws IOException {
        label(1);
        pool(2);
        drop(3);

        run(new RetentionLimits(0, Duration.ofDays(1), 0, true, true, false));

        assertThat(left()).containsExactly(1, 2, 3);
        assertThat(leftFrames()).containsExactly(1, 2, 3);
    }

    @Test
    void run_labelledAndDroppedNotExempt_goButThePoolStays() throws IOException {
        label(1);
        pool(2);
        drop(3);

        run(new RetentionLimits(0, Duration.ofDays(1), 0, false, false, false));

        assertThat(left()).containsExactly(2);
        assertThat(leftFrames()).containsExactly(2);
    }

    @Test
    void run_frameOfSeveralInspections_staysWhileOneNeedsIt() throws IOException {
        Inspection tenth = Inspections.scored(10, 0.5, Inspections.mapWithPeak(2, 2, 0, 0, 0.5f));
        Inspection sameFrame = new Inspection(
                new InspectionId("00000000"),
                tenth.station(),
                new FrameId("repeated"),
                tenth.partId(),
                tenth.trigger(),
                tenth.frameHash(),
                tenth.imageSize(),
                tenth.capturedAt(),
                tenth.decidedAt(),
                tenth.model(),
                tenth.verdict(),
                tenth.regions(),
                tenth.map(),
                tenth.timings());
        inspections.save(sameFrame, new OutgoingEvent("00000000", tenth.station(), ByteBuffer.allocate(1)));

        run(new RetentionLimits(1, Duration.ofDays(1), 1_000_000, true, true, false));

        assertThat(left()).containsExactly(10);
        assertThat(leftFrames()).containsExactly(10);
    }

    @Test
    void run_frameWithoutInspection_goesUnlessItIsNew() throws IOException {
        ContentHash orphan = store("left by a killed process");
        ContentHash fresh = store("about to be inspected");
        Files.setLastModifiedTime(
                frames.files().path(fresh),
                FileTime.from(NOW.minus(Retention.GRACE).plusSeconds(1)));

        Retention.Outcome outcome = run(UNLIMITED);

        assertThat(outcome.frames()).isEqualTo(1);
        assertThat(frames.find(orphan)).isEmpty();
        assertThat(frames.find(fresh)).isPresent();
    }

    @Test
    void run_embeddingsOutsidePoolsOrOfOtherRecipes_go() throws IOException {
        pool(2);
        ContentHash other = Inspections.hash("other recipe");
        PatchEmbeddings any = new PatchEmbeddings(1, 1, List.of(1), FloatMatrix.zeros(1, 1));
        for (ContentHash recipe : List.of(RECIPE, other)) {
            for (int number = 1; number <= 2; number++) {
                ContentHash image = Inspections.hash("image " + number);
                embeddings.put(recipe, image, any);
                Files.setLastModifiedTime(embeddings.files(recipe).path(image), FileTime.from(Inspections.NOON));
            }
        }

        Retention.Outcome outcome = run(UNLIMITED);

        assertThat(outcome.embeddings()).isEqualTo(3);
        assertThat(embeddings.find(RECIPE, Inspections.hash("image 2"))).isPresent();
    }

    @Test
    void run_deletedInspection_takesItsEventAndTruthAlong() throws IOException {
        SqlTruthStore truths = new SqlTruthStore(database);
        FrameTruth truth = new FrameTruth(false, Optional.empty(), Optional.empty());
        truths.put(Inspections.STATION, new FrameId("frame-1"), truth);
        truths.put(Inspections.STATION, new FrameId("frame-10"), truth);

        run(new RetentionLimits(1, Duration.ofDays(1), 1_000_000, true, true, false));

        assertThat(new SqlOutbox(database).unpublished(Inspections.STATION, 100))
                .extracting(entry -> entry.event().eventId())
                .containsExactly("00000010");
        assertThat(truths.find(Inspections.STATION, new FrameId("frame-1"))).isEmpty();
        assertThat(truths.find(Inspections.STATION, new FrameId("frame-10"))).isPresent();
    }

    @Test
    void run_eventHasNotLeft_goesWithoutItsInspectionAndStaysInTheOutbox() throws IOException {
        run(new RetentionLimits(1, Duration.ofDays(1), 1_000_000, true, true, true));

        assertThat(left()).containsExactly(10);
        assertThat(new SqlOutbox(database).unpublished(Inspections.STATION, 100))
                .hasSize(10);
    }

    @Test
    void run_clockJumpsAYearAhead_deletesNothingForItsAge() throws IOException {
        HandClock clock = new HandClock(NOW);
        Retention retention = retention(UNLIMITED, clock);
        clock.set(NOW.plus(Duration.ofDays(365)));

        Retention.Outcome outcome = retention.run();

        assertThat(outcome.inspections()).isZero();
        assertThat(left()).hasSize(10);
    }

    @Test
    void run_clockIsYearsAheadAtTheStart_deletesNothingForItsAge() throws IOException {
        Instant wrong = NOW.plus(Duration.ofDays(3650));

        Retention.Outcome outcome =
                retention(UNLIMITED, Clock.fixed(wrong, ZoneOffset.UTC)).run();

        assertThat(outcome.inspections()).isZero();
        assertThat(leftFrames()).hasSize(10);
    }

    /** What is from a time that has yet to come is older than what came after the clock was set back. */
    @Test
    void deleteOldest_clockWentBack_takesThoseThatCameFirst() {
        Instant back = Inspections.NOON.minus(Duration.ofHours(3));
        Inspection late = Inspections.scored(11, 0.5, Inspections.mapWithPeak(2, 2, 0, 0, 0.5f));
        inspections.save(
                Inspections.decidedAt(late, back),
                new OutgoingEvent(late.id().value(), late.station(), ByteBuffer.allocate(1)));

        new RetentionQueries(database, true, true, true)
                .deleteOldest(back.plus(Duration.ofMinutes(5)), back.plus(Duration.ofMinutes(7)), 4);

        assertThat(left()).containsExactly(5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void run_clockWentBack_freesFilesThatSeemToBeFromTheFuture() throws IOException {
        HandClock clock = new HandClock(NOW);
        ContentHash nobodys = store("nobody refers to it");
        Files.setLastModifiedTime(frames.files().path(nobodys), FileTime.from(NOW.plus(Duration.ofDays(3))));

        assertThat(retention(UNLIMITED, clock).run().frames()).isEqualTo(1);
        assertThat(frames.find(nobodys)).isEmpty();
    }
}
