package io.winnow.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.life.CandidateReport;
import io.winnow.core.life.FramePatches;
import io.winnow.core.life.NearestPatches;
import io.winnow.core.life.PassReasons;
import io.winnow.core.life.PassReasons.Choice;
import io.winnow.core.life.PassReasons.Near;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.life.RegressionOutcome;
import io.winnow.core.life.Replays;
import io.winnow.core.life.Strikes;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.model.StruckPatch;
import io.winnow.core.review.LabelService;
import io.winnow.core.review.MissedDefects;
import io.winnow.testing.Await;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A defect that a polluted memory bank vouches for: found, struck out, caught, and never to be missed again. */
class MissedDefectTest {
    private static final PromotionPolicy POLICY =
            new PromotionPolicy(PromotionPolicy.Mode.WHEN_NOT_WORSE, 0, 1, 1, 1, 1, 5);

    /** More than the ratio of the refit drops, so that some stay in the bank. */
    private static final int POLLUTION = 6;

    private static final RegionOfInterest SPOT = new RegionOfInterest(0.3, 0.3, 0.6, 0.6);

    private final LifeRig rig;
    private final NearestPatches nearest;
    private final Strikes strikes;
    private final MissedDefects missed;
    private final List<EncodedImage> polluting = new ArrayList<>();

    MissedDefectTest(@TempDir Path folder) throws Exception {
        rig = new LifeRig(folder, TestDatabase.create(folder), new ExactIndexFactory(), POLICY);
        for (int i = 0; i < LifeRig.POOL + POLLUTION; i++) {
            EncodedImage image = i < POLLUTION ? RigCamera.defective(i) : RigCamera.good(i);
            if (i < POLLUTION) {
                polluting.add(image);
            }
            rig.frames.put(image);
            rig.pool.add(
                    LifeRig.STATION, new PoolFrame(new FrameId("pool-" + i), image.hash(), Instant.ofEpochSecond(i)));
        }
        rig.opened();
        nearest = new NearestPatches(new NearestPatches.Tools(
                rig.life, rig.models, rig.patches, rig.frames, rig.history, rig.struck, Replays.Decider.FITTED));
        strikes = new Strikes(rig.struck, rig.history, rig.patches, Clock.systemUTC());
        MissedDefects[] self = new MissedDefects[1];
        LabelService labels = new LabelService(
                rig.labels, Clock.systemUTC(), (inspection, label) -> self[0].labelled(inspection, label));
        missed = self[0] = new MissedDefects(labels, rig.inspections, rig.regression, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Inspection missedDefect(long seed) {
        Inspection inspection = rig.inspect(RigCamera.defective(seed));
        assertThat(inspection.verdict()).isInstanceOf(Verdict.Pass.class);
        missed.mark(inspection, Optional.of("spot"), List.of(), "ann", "came back from the customer");
        return inspection;
    }

    private PassReasons explain(Inspection inspection) throws Exception {
        return nearest.explain(rig.station, inspection, SPOT, Choice.REGION, 6);
    }

    private void strikeOutTheSpots() throws Exception {
        for (EncodedImage image : polluting) {
            for (int place = 0; place < 9; place++) {
                assertThat(strikes.strike(
                                rig.station, image.hash(), 2 + place / 3, 2 + place % 3, "ann", "that is the defect"))
                        .isPresent();
            }
        }
    }

    private void awaitState(ModelVersion version, ModelState state) {
        Await.until("model %s %s".formatted(version, state), Duration.ofSeconds(20), () -> {
            rig.life.goOn(rig.station);
            return Optional.of(rig.model(version).state()).filter(state::equals);
        });
    }

    @Test
    void explain_passedDefect_namesThePollutingFramesAndThePlacesOfTheirSpots() throws Exception {
        ModelVersion first = rig.refitAndAdmit(1);
        Inspection inspection = rig.inspect(RigCamera.defective(900));

        PassReasons reasons = nearest.explain(rig.station, inspection, SPOT, Choice.REGION, 4);

        assertThat(reasons.model().version()).isEqualTo(first);
        assertThat(reasons.instead()).isEmpty();
        assertThat(reasons.asked().place().row()).isBetween(2, 4);
        assertThat(reasons.near()).hasSize(4).isSortedAccordingTo((a, b) -> Double.compare(a.distance(), b.distance()));
        Near first1 = reasons.near().get(0);
        assertThat(polluting)
                .extracting(EncodedImage::hash)
                .contains(first1.image().orElseThrow());
        assertThat(first1.stored()).isTrue();
        assertThat(first1.own()).isFalse();
        assertThat(first1.place().orElseThrow().row()).isBetween(2, 4);
        assertThat(first1.place().orElseThrow().column()).isBetween(2, 4);
        assertThat(reasons.asked().score())
                .as("the score is the mean distance to the two nearest")
                .isCloseTo(
                        (first1.distance() + reasons.near().get(1).distance()) / 2,
                        org.assertj.core.data.Offset.offset(1e-3));
    }

    @Test
    void strike_nextRefit_leavesThePatchesOutListsThemAndCatchesTheDefect() throws Exception {
        rig.refitAndAdmit(1);
        Inspection inspection = missedDefect(900);
        strikeOutTheSpots();
        assertThat(explain(inspection).near()).first().satisfies(near -> assertThat(near.struck())
                .get()
                .extracting(StruckPatch::by)
                .isEqualTo("ann"));

        ModelVersion second = rig.refitAndAdmit(2);
        rig.life.promote(rig.station, second, "ann", "catches it");

        List<StruckPatch> leftOut = rig.struck.leftOut(LifeRig.STATION, second);
        assertThat(leftOut).isNotEmpty().allSatisfy(patch -> assertThat(rig.models.keptFrames(LifeRig.STATION, second))
                .contains(patch.frame()));
        assertThat(rig.inspect(RigCamera.defective(901)).verdict()).isInstanceOf(Verdict.Reject.class);
        PassReasons reasons = nearest.explain(
                rig.station, rig.inspect(RigCamera.defective(902)), RegionOfInterest.WHOLE, Choice.HIGHEST_SCORE, 20);
        assertThat(reasons.near()).allSatisfy(near -> {
            assertThat(near.struck()).isEmpty();
            assertThat(near.place())
                    .as("found again in an image that is held in part")
                    .isPresent();
        });
    }

    @Test
    void candidate_missesWhatTheChampionCatches_isHeldUntilTheFrameIsTakenOut() throws Exception {
        rig.refitAndAdmit(1);
        Inspection inspection = missedDefect(900);
        rig.label(rig.inspect(RigCamera.good(901)), false);
        strikeOutTheSpots();
        ModelVersion second = rig.refitAndAdmit(2);
        awaitState(second, ModelState.CHAMPION);
        CandidateReport better = rig.life.report(rig.station, second).orElseThrow();
        assertThat(better.regression()).isEqualTo(new RegressionOutcome(1, 0, 1, 0, List.of()));

        strikes.list(rig.station).forEach(patch -> strikes.undo(rig.station, patch.id(), "bob"));
        ModelVersion third = rig.refitAndAdmit(1);
        awaitState(third, ModelState.HELD);

        assertThat(rig.struck.leftOut(LifeRig.STATION, third)).isEmpty();
        assertThat(rig.model(third).reason())
                .isEqualTo("misses 1 of the 1 frames of the regression set that the champion catches: frame-1");
        rig.regression.remove(inspection.id(), "ann", "scrapped that part type", Instant.now());
        awaitState(third, ModelState.CHAMPION);
    }

    @Test
    void explain_framesHeldOutForCalibration_stillNamesTheFrameOfEachPatch() throws Exception {
        rig.calibrationShare = 0.5;
        ModelVersion first = rig.refitAndAdmit(1);
        PassReasons reasons = nearest.explain(
                rig.station, rig.inspect(RigCamera.good(900)), RegionOfInterest.WHOLE, Choice.HIGHEST_SCORE, 30);

        assertThat(rig.artefacts.read(rig.folder(first)).calibration().method()).contains("held-out");
        assertThat(reasons.near()).allSatisfy(near -> assertThat(near.place())
                .as("found in the frame that is named")
                .isPresent());
    }

    @Test
    void strike_twiceOrOutsideTheGridOrOfAnUnknownFrame_isRefused() throws Exception {
        var image = polluting.get(0).hash();
        assertThat(strikes.strike(rig.station, image, 1, 7, "ann", "dirt")).isPresent();
        assertThat(strikes.strike(rig.station, image, 1, 7, "bob", "dirt")).isEmpty();
        assertThatThrownBy(() -> strikes.strike(rig.station, image, 1, 8, "ann", "dirt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("columns 0 to 7");
        assertThatThrownBy(
                        () -> strikes.strike(rig.station, RigCamera.good(77_777).hash(), 1, 1, "ann", "dirt"))
                .isInstanceOf(FramePatches.GoneException.class);

        StruckPatch undone = strikes.undo(
                        rig.station, strikes.list(rig.station).get(0).id(), "bob")
                .orElseThrow();

        assertThat(undone.undone().orElseThrow().by()).isEqualTo("bob");
        assertThat(strikes.strike(rig.station, image, 1, 7, "ann", "dirt after all"))
                .isPresent();
    }

    @Test
    void explain_versionThatJudgedIsGone_asksTheChampionAndSaysSo() throws Exception {
        ModelVersion first = rig.refitAndAdmit(1);
        Inspection inspection = rig.inspect(RigCamera.good(900));
        ModelVersion second = rig.refitAndAdmit(2);
        rig.life.promote(rig.station, second, "ann", "newer");
        rig.models.deleteFiles(LifeRig.STATION, first);

        PassReasons reasons = explain(inspection);

        assertThat(reasons.model().version()).isEqualTo(second);
        assertThat(reasons.instead().orElseThrow()).contains("v1").contains("deleted");
    }

    @Test
    void label_defectOnPassedFrame_joinsTheSetAndLeavesItWithTheLabel() throws Exception {
        rig.refitAndAdmit(1);
        Inspection inspection = rig.inspect(RigCamera.defective(900));
        LabelService labels = new LabelService(rig.labels, Clock.systemUTC(), missed::labelled);

        labels.put(inspection.id(), io.winnow.core.review.Label.Truth.DEFECT, Optional.empty(), List.of(), "ann");
        assertThat(rig.regression.members(LifeRig.STATION)).containsExactly(inspection.id());

        labels.remove(inspection.id());
        assertThat(rig.regression.members(LifeRig.STATION)).isEmpty();
        assertThat(rig.regression
                        .find(inspection.id())
                        .orElseThrow()
                        .removed()
                        .orElseThrow()
                        .why())
                .isEqualTo("its label was taken back");
    }
}
