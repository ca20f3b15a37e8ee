package io.winnow.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.life.ReplayPlan;
import io.winnow.core.life.ReplayResult;
import io.winnow.core.life.ReplayResult.Count;
import io.winnow.core.life.ReplayResult.Reason;
import io.winnow.core.life.Replays;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.ModelStateException;
import io.winnow.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of the past under another version, over real stores. */
class ReplayTest {
    private final LifeRig rig;
    private volatile JobRunner.Gate gate = JobRunner.Gate.OPEN;
    private final JobRunner jobs = new JobRunner(Clock.systemUTC(), job -> {}, () -> gate.await(), () -> {});
    private final Replays replays;

    ReplayTest(@TempDir Path folder) throws Exception {
        rig = new LifeRig(folder, TestDatabase.create(folder), new ExactIndexFactory(), PromotionPolicy.DEFAULT);
        replays = new Replays(
                new Replays.Tools(jobs, rig.life, rig.inspections, rig.history, rig.patches, Replays.Decider.FITTED));
    }

    @AfterEach
    void close() {
        jobs.close();
        rig.close();
    }

    private static ReplayPlan last(int frames) {
        return new ReplayPlan(Optional.empty(), Optional.empty(), frames);
    }

    private Job await(Job job) {
        return Await.until("end of " + job.id(), Duration.ofSeconds(20), () -> jobs.find(job.id())
                .filter(now -> !now.running()));
    }

    private ReplayResult result(ModelVersion version, ReplayPlan plan) throws Exception {
        Job job = await(replays.start(rig.station, version, plan));
        assertThat(job.error()).isEmpty();
        assertThat(job.kind()).isEqualTo(Job.Kind.REPLAY);
        assertThat(job.result()).contains(version);
        return replays.find(job.id()).orElseThrow().result().orElseThrow();
    }

    @Test
    void replay_otherVersion_countsVerdictPairsAndListsChangesNewestFirst() throws Exception {
        rig.opened();
        Inspection collected = rig.inspect(RigCamera.defective(5));
        rig.filled();
        ModelVersion first = rig.refitAndAdmit(1);
        rig.inspect(RigCamera.good(900));
        Inspection rejected = rig.inspect(RigCamera.defective(901));

        ReplayResult result = result(first, last(10));

        assertThat(result.counts())
                .containsExactly(
                        new Count("pass", "pass", 1),
                        new Count("reject", "reject", 1),
                        new Count("undecided", "reject", 1));
        assertThat(result.replayed()).isEqualTo(3);
        assertThat(result.fromStored())
                .as("the collected frame's embeddings are kept")
                .isEqualTo(1);
        assertThat(result.changes()).singleElement().satisfies(change -> {
            assertThat(change.inspection()).isEqualTo(collected.id());
            assertThat(change.judgedBy()).isEmpty();
            assertThat(change.now().word()).isEqualTo("reject");
        });
        assertThat(result.more()).isFalse();
        assertThat(result.oldestKept())
                .contains(collected.decidedAt().truncatedTo(java.time.temporal.ChronoUnit.MICROS));
        assertThat(result(first, last(1)).more()).isTrue();
        Instant moment = rejected.decidedAt();
        assertThat(result(first, new ReplayPlan(Optional.of(moment.plusSeconds(1)), Optional.empty(), 10))
                        .replayed())
                .isZero();
    }

    @Test
    void replay_frameBeyondRetentionOrUnreadable_isListedWithTheReason() throws Exception {
        ModelVersion first = rig.filled().opened().refitAndAdmit(1);
        Inspection gone = rig.inspect(RigCamera.good(900));
        rig.inspect(EncodedImage.adopt(new byte[] {1, 2, 3}));
        rig.inspect(RigCamera.good(902));
        rig.frames.delete(gone.frameHash());

        ReplayResult result = result(first, last(10));

        assertThat(result.counts()).containsExactly(new Count("pass", "pass", 1));
        assertThat(result.skipped())
                .extracting(ReplayResult.Skipped::reason)
                .containsExactly(Reason.IMAGE, Reason.RETENTION);
        assertThat(result.skipped().get(1).frame()).contains(gone.frame());
        assertThat(result.skipped().get(1).detail()).isEqualTo("its frame is not stored any more");
    }

    @Test
    void start_damagedUnknownOrDeletedVersion_isRefusedAndNoJobBegins() throws Exception {
        ModelVersion first = rig.filled().opened().refitAndAdmit(1);
        Files.write(rig.folder(first).resolve("index"), new byte[] {1});

        assertThatThrownBy(() -> replays.start(rig.station, first, last(1)))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("index is damaged");
        assertThatThrownBy(() -> replays.start(rig.station, new ModelVersion(17), last(1)))
                .isInstanceOf(ModelStateException.class)
                .hasMessageContaining("no model v17");
        rig.models.deleteFiles(LifeRig.STATION, first);
        assertThatThrownBy(() -> replays.start(rig.station, first, last(1)))
                .isInstanceOf(ModelStateException.class)
                .hasMessageContaining("its files are deleted");
        assertThat(replays.list(LifeRig.STATION)).isEmpty();
    }

    @Test
    void cancel_runningReplay_stopsBetweenFramesWithoutAResult() throws Exception {
        ModelVersion first = rig.filled().opened().refitAndAdmit(1);
        rig.inspect(RigCamera.good(900));
        rig.inspect(RigCamera.good(901));
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        gate = () -> {
            reached.countDown();
            cancelled.await();
        };

        Job job = replays.start(rig.station, first, last(10));
        reached.await();
        assertThatThrownBy(() -> replays.start(rig.station, first, last(10)))
                .isInstanceOf(JobRunner.BusyException.class)
                .hasMessageContaining("replaying frames of station press-1");
        jobs.cancel(job.id());
        cancelled.countDown();

        assertThat(await(job).state()).isEqualTo(Job.State.CANCELLED);
        assertThat(replays.find(job.id()).orElseThrow().result()).isEmpty();
        assertThat(jobs.newest(LifeRig.STATION)).as("no refit").isEmpty();
    }

    @Test
    void plan_tooManyFramesOrNoTimeBetween_isRefused() {
        assertThatThrownBy(() -> last(ReplayPlan.MOST + 1)).hasMessageContaining("must be 1 to 5000");
        Instant now = Instant.EPOCH;
        assertThatThrownBy(() -> new ReplayPlan(Optional.of(now), Optional.of(now), 1))
                .hasMessageContaining("from must be before to");
    }
}
