package io.winnow.core.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.Stage;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.inspection.VerdictCounts;
import io.winnow.core.model.RefitPlan;
import io.winnow.core.review.AuditSampler;
import io.winnow.core.threshold.ThresholdSetting;
import io.winnow.testing.Await;
import io.winnow.testing.Inspections;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StationTest {
    private static final int COLLECT = 10;

    private final FakeStores stores = new FakeStores();
    private final Station station = new Station(
            new StationSettings(
                    Inspections.STATION,
                    "line",
                    "camera",
                    FakeCamera.PREPROCESSING,
                    COLLECT,
                    false,
                    new RefitPlan("sroc", 0.1, 1, OptionalDouble.empty(), 0.05)),
            new FakeCamera().reader(),
            stores.surroundings(new StationListener() {}));

    @AfterEach
    void close() {
        station.close();
    }

    private Inspection inspect(String id, EncodedImage image) {
        return station.inspect(
                new CapturedFrame(
                        Inspections.STATION,
                        new FrameId(id),
                        Inspections.NOON,
                        Optional.empty(),
                        Optional.empty(),
                        image),
                Duration.ofMillis(2));
    }

    @Test
    void inspect_noModelYet_collectsTheFrameAndSaysSo() {
        Inspection inspection = inspect("a", FakeCamera.picture(10));

        assertThat(inspection.verdict())
                .isInstanceOfSatisfying(Verdict.Undecided.class, undecided -> assertThat(undecided.cause())
                        .isEqualTo(Verdict.Cause.COLLECTING));
        assertThat(stores.pool)
                .singleElement()
                .satisfies(entry -> assertThat(entry.frame().frame().value()).isEqualTo("a"));
        assertThat(stores.embeddings).containsKey(inspection.frameHash());
        assertThat(stores.frames).containsKey(inspection.frameHash());
    }

    @Test
    void inspect_poolFull_takesNoMore() {
        for (int i = 0; i < COLLECT + 3; i++) {
            inspect("frame-" + i, FakeCamera.picture(i));
        }

        assertThat(station.poolFrames()).isEqualTo(COLLECT);
        assertThat(station.collecting()).isFalse();
    }

    @Test
    void inspect_scoreAboveThreshold_rejectsWithRegionAndVersion() {
        station.serve(FakeDetector.model(4, new FakeDetector()));

        Inspection inspection = inspect("a", FakeCamera.picture(90));

        assertThat(inspection.verdict()).isInstanceOfSatisfying(Verdict.Reject.class, reject -> {
            assertThat(reject.score()).isGreaterThan(0.5);
            assertThat(reject.threshold()).isEqualTo(0.5);
        });
        assertThat(inspection.model()).contains(new ModelVersion(4));
        assertThat(inspection.regions()).isNotEmpty();
        assertThat(inspection.timings().stages()).containsKeys(Stage.WAIT, Stage.DECODE, Stage.SEARCH, Stage.STORE);
    }

    @Test
    void inspect_scoreAtMostThreshold_passesWithoutRegions() {
        station.serve(FakeDetector.model(4, new FakeDetector()));

        Inspection inspection = inspect("a", FakeCamera.picture(10));

        assertThat(inspection.verdict()).isInstanceOf(Verdict.Pass.class);
        assertThat(inspection.regions()).isEmpty();
        assertThat(inspection.map()).isPresent();
    }

    @Test
    void inspect_truncatedImage_isUndecidedStoredAndCounted() {
        Inspection inspection = inspect("a", FakeCamera.truncated());

        assertThat(inspection.verdict())
                .isInstanceOfSatisfying(Verdict.Undecided.class, undecided -> assertThat(undecided.cause())
                        .isEqualTo(Verdict.Cause.IMAGE_TRUNCATED));
        assertThat(stores.inspections).containsExactly(inspection);
        assertThat(stores.pool).isEmpty();
        assertThat(station.counts()).isEqualTo(new VerdictCounts(0, 0, 1));
    }

    @Test
    void inspect_backboneFails_isUndecidedAndTheLineGoesOn() {
        station.serve(FakeDetector.model(4, new FakeDetector()));

        Inspection broken = inspect("a", FakeCamera.backboneBreaker());
        Inspection next = inspect("b", FakeCamera.picture(10));

        assertThat(broken.verdict().reason()).contains("the backbone broke");
        assertThat(next.verdict()).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void inspect_sameFrameTwice_answersTheFirstInspectionAndStoresOnce() {
        Inspection first = inspect("a", FakeCamera.picture(10));

        Inspection second = inspect("a", FakeCamera.picture(10));

        assertThat(second).isSameAs(first);
        assertThat(stores.inspections).hasSize(1);
        assertThat(stores.events).hasSize(1);
    }

    @Test
    void inspect_slowDisk_judgesWhileTheFrameIsStored_andStoresTheInspectionAfterIt() {
        CompletableFuture<Void> judged = new CompletableFuture<>();
        stores.beforePut = () ->
                judged.orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        station.serve(FakeDetector.model(1, new FakeDetector(() -> {
            assertThat(stores.frames).isEmpty();
            judged.complete(null);
        })));

        Inspection inspection = inspect("a", FakeCamera.picture(10));

        assertThat(inspection.verdict()).isInstanceOf(Verdict.Pass.class);
        assertThat(stores.frames).containsKey(inspection.frameHash());
        assertThat(stores.inspections).containsExactly(inspection);
    }

    @Test
    void inspect_diskFull_throwsAndStoresNoInspection() {
        stores.diskFull = true;

        assertThatThrownBy(() -> inspect("a", FakeCamera.picture(10)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("frame a");
        assertThat(stores.inspections).isEmpty();
    }

    @Test
    void serve_betweenFrames_eachInspectionNamesItsVersion() {
        station.serve(FakeDetector.model(1, new FakeDetector()));
        Inspection before = inspect("a", FakeCamera.picture(10));
        station.serve(FakeDetector.model(2, new FakeDetector()));
        Inspection after = inspect("b", FakeCamera.picture(11));

        assertThat(before.model()).contains(new ModelVersion(1));
        assertThat(after.model()).contains(new ModelVersion(2));
    }

    /** The fake detector's score is the picture's brightness, 0 to 1. */
    @Test
    void inspect_scoreInTheGreyBand_isUndecidedWithScoreAndRegionsAndToBeReviewed() {
        ThresholdSetting setting = new ThresholdSetting(new ModelVersion(4), 0.8, OptionalDouble.of(0.4));
        Station banded = new Station(
                station.settings(),
                station.reader(),
                stores.surroundings(new StationListener() {}),
                new Decisions(model -> setting, new AuditSampler(1)));
        banded.serve(FakeDetector.model(4, new FakeDetector()));

        Inspection grey = banded.inspect(frame("a", 60), Duration.ZERO);
        Inspection pass = banded.inspect(frame("b", 30), Duration.ZERO);

        assertThat(grey.verdict().imageScore().orElseThrow()).isBetween(0.59, 0.61);
        assertThat(grey.verdict())
                .isInstanceOfSatisfying(Verdict.Undecided.class, undecided -> assertThat(undecided.cause())
                        .isEqualTo(Verdict.Cause.GREY_BAND));
        assertThat(grey.regions()).isNotEmpty();
        assertThat(grey.selection()).contains(new ReviewSelection(ReviewSelection.Reason.GREY_BAND, 1));
        assertThat(pass.selection()).contains(new ReviewSelection(ReviewSelection.Reason.AUDIT, 1));
        assertThat(banded.counts()).isEqualTo(new VerdictCounts(1, 0, 1));
    }

    /** The same model, another threshold: the next frame is decided by it. */
    @Test
    void inspect_thresholdChangedBetweenFrames_decidesTheNextOne() {
        ThresholdSetting[] inForce = {new ThresholdSetting(new ModelVersion(4), 0.8, OptionalDouble.empty())};
        Station changing = new Station(
                station.settings(),
                station.reader(),
                stores.surroundings(new StationListener() {}),
                new Decisions(model -> inForce[0], new AuditSampler(0)));
        changing.serve(FakeDetector.model(4, new FakeDetector()));

        Inspection before = changing.inspect(frame("a", 60), Duration.ZERO);
        inForce[0] = new ThresholdSetting(new ModelVersion(4), 0.5, OptionalDouble.empty());
        Inspection after = changing.inspect(frame("b", 61), Duration.ZERO);

        assertThat(before.verdict()).isInstanceOf(Verdict.Pass.class);
        assertThat(after.verdict()).isInstanceOf(Verdict.Reject.class);
        assertThat(after.verdict().rejectedAbove()).hasValue(0.5);
    }

    private CapturedFrame frame(String name, int percent) {
        return new CapturedFrame(
                Inspections.STATION,
                new FrameId(name),
                Inspections.NOON,
                Optional.empty(),
                Optional.empty(),
                FakeCamera.picture(percent));
    }
}
