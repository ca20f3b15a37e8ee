package io.winnow.core.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.detector.Detection;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.testing.Await;
import io.winnow.testing.Inspections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowTest {
    private static final int CAPACITY = 2;

    private final AtomicBoolean quiet = new AtomicBoolean(true);
    private final Shadow shadow = new Shadow(CAPACITY, quiet::get);
    private final List<ModelVersion> scored = Collections.synchronizedList(new ArrayList<>());
    private final List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());
    private final PatchEmbeddings patches;
    private final Inspection inspection = Inspections.scored(1, 0.5, Inspections.mapWithPeak(8, 8, 1, 2, 0.5f));

    ShadowTest() throws Exception {
        patches = new FakeCamera().reader().read(FakeCamera.picture(10));
    }

    @AfterEach
    void close() {
        shadow.close();
    }

    private final Shadow.Sink sink = new Shadow.Sink() {
        @Override
        public void scored(Inspection decided, Scored said) {
            scored.add(said.model().version());
        }

        @Override
        public void failed(Inspection decided, RuntimeException failure) {
            failures.add(failure);
        }
    };

    private void await(String what, java.util.function.BooleanSupplier condition) {
        Await.until(what, Duration.ofSeconds(10), () -> Optional.of(condition.getAsBoolean())
                .filter(Boolean::booleanValue));
    }

    @Test
    void offer_noCandidate_isNoWorkAndNoDrop() throws Exception {
        shadow.offer(inspection, PatchSource.of(patches));

        assertThat(shadow.dropped(Inspections.STATION)).isZero();
        assertThat(shadow.score(Inspections.STATION, PatchSource.of(patches))).isEmpty();
    }

    @Test
    void offer_candidate_isScoredByIt() {
        shadow.begin(Inspections.STATION, FakeDetector.model(4, new FakeDetector()), sink);

        shadow.offer(inspection, PatchSource.of(patches));

        await("a score", () -> !scored.isEmpty());
        assertThat(scored).containsExactly(new ModelVersion(4));
    }

    @Test
    void offer_shadowIsSlow_dropsAndCountsInsteadOfWaiting() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        FakeDetector slow = new FakeDetector();
        shadow.begin(
                Inspections.STATION,
                new ServingModel(FakeDetector.manifest(4), new Waiting(slow, busy, release)),
                sink);
        shadow.offer(inspection, PatchSource.of(patches));
        await("the worker", () -> busy.getCount() == 0);

        for (int i = 0; i < CAPACITY + 5; i++) {
            shadow.offer(inspection, PatchSource.of(patches));
        }

        assertThat(shadow.dropped(Inspections.STATION)).isEqualTo(5);
        release.countDown();
        await("the others", () -> scored.size() == 1 + CAPACITY);
    }

    @Test
    void end_whileScoring_closesTheDetectorOnlyAfterwards() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        FakeDetector detector = new FakeDetector();
        shadow.begin(
                Inspections.STATION,
                new ServingModel(FakeDetector.manifest(4), new Waiting(detector, busy, release)),
                sink);
        shadow.offer(inspection, PatchSource.of(patches));
        await("the worker", () -> busy.getCount() == 0);

        shadow.end(Inspections.STATION);

        assertThat(detector.closed()).isFalse();
        release.countDown();
        await("the close", detector::closed);
        assertThat(failures).isEmpty();
    }

    @Test
    void offer_candidateFails_sinkHearsAndTheWorkerGoesOn() {
        FakeDetector closed = new FakeDetector();
        closed.close();
        shadow.begin(Inspections.STATION, FakeDetector.model(4, closed), sink);
        shadow.offer(inspection, PatchSource.of(patches));
        await("a failure", () -> failures.size() == 1);

        shadow.begin(Inspections.STATION, FakeDetector.model(5, new FakeDetector()), sink);
        shadow.offer(inspection, PatchSource.of(patches));

        await("a score", () -> scored.contains(new ModelVersion(5)));
    }

    @Test
    void later_lineIsBusy_waitsForAQuietMomentButNotForever() {
        quiet.set(false);
        AtomicBoolean ran = new AtomicBoolean();
        long since = System.nanoTime();

        shadow.later(() -> ran.set(true));

        await("the work", ran::get);
        assertThat(System.nanoTime() - since)
                .isGreaterThan(Duration.ofMillis(200).toNanos());
    }

    /** Says when it is busy, and stays so until it is let go. */
    private record Waiting(FakeDetector detector, CountDownLatch busy, CountDownLatch release)
            implements io.winnow.core.detector.AnomalyDetector {
        @Override
        public Detection detect(PatchEmbeddings embeddings) {
            busy.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return detector.detect(embeddings);
        }

        @Override
        public Detection detectLeavingOut(PatchEmbeddings embeddings, int poolImage) {
            return detect(embeddings);
        }

        @Override
        public void close() {
            detector.close();
        }
    }
}
