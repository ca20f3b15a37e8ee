package io.winnow.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.Progress;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobRunnerTest {
    private static final StationId STATION = new StationId("press-1");

    private final BlockingQueue<Job> told = new LinkedBlockingQueue<>();
    private final JobRunner jobs = new JobRunner(Clock.systemUTC(), told::add);

    @AfterEach
    void close() {
        jobs.close();
    }

    private Job awaitEnd() throws InterruptedException {
        while (true) {
            Job job = told.poll(10, TimeUnit.SECONDS);
            assertThat(job).as("a job that ends within 10 s").isNotNull();
            if (!job.running()) {
                return job;
            }
        }
    }

    @Test
    void start_gateGiven_jobsGiveWayAtEachStep_onAThreadThatWasPreparedForIt() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        AtomicReference<Thread> prepared = new AtomicReference<>();
        AtomicReference<Thread> worked = new AtomicReference<>();
        try (JobRunner polite = new JobRunner(
                Clock.systemUTC(), told::add, asked::incrementAndGet, () -> prepared.set(Thread.currentThread()))) {
            polite.start(STATION, progress -> {
                worked.set(Thread.currentThread());
                for (int step = 0; step < 7; step++) {
                    progress.advance("fit", step, 7);
                }
                return new ModelVersion(1);
            });
            awaitEnd();
        }
        assertThat(asked).hasValue(7);
        assertThat(prepared.get()).isSameAs(worked.get());
    }

    @Test
    void start_workSucceeds_endsWithItsVersion() throws InterruptedException {
        Job started = jobs.start(STATION, progress -> {
            progress.advance("fit", 1, 2);
            return new ModelVersion(5);
        });

        Job ended = awaitEnd();

        assertThat(ended.id()).isEqualTo(started.id());
        assertThat(ended.state()).isEqualTo(Job.State.SUCCEEDED);
        assertThat(ended.result()).contains(new ModelVersion(5));
        assertThat(ended.percent()).isEqualTo(100);
        assertThat(jobs.find(started.id())).contains(ended);
        assertThat(jobs.newest(STATION)).contains(ended);
    }

    @Test
    void start_workFails_endsWithItsMessage() throws InterruptedException {
        jobs.start(STATION, progress -> {
            throw new IllegalStateException("the pool is gone");
        });

        Job ended = awaitEnd();

        assertThat(ended.state()).isEqualTo(Job.State.FAILED);
        assertThat(ended.error()).contains("the pool is gone");
    }

    @Test
    void start_whileAnotherRuns_isRefusedNamingIt() {
        CountDownLatch hold = new CountDownLatch(1);
        Job running = jobs.start(STATION, progress -> {
            hold.await();
            return new ModelVersion(1);
        });

        assertThatThrownBy(() -> jobs.start(new StationId("press-2"), progress -> new ModelVersion(1)))
                .isInstanceOf(JobRunner.BusyException.class)
                .hasMessageContaining(running.id())
                .hasMessageContaining("press-1");
        hold.countDown();
    }

    @Test
    void cancel_runningWork_stopsAtItsNextReport() throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        Job running = jobs.start(STATION, progress -> {
            progress.advance("fit", 1, 10);
            cancelled.await();
            progress.advance("fit", 2, 10);
            return new ModelVersion(1);
        });

        assertThat(jobs.cancel(running.id())).isPresent();
        cancelled.countDown();

        assertThat(awaitEnd().state()).isEqualTo(Job.State.CANCELLED);
        assertThat(jobs.cancel("refit-unknown")).isEmpty();
    }

    /** Work that ends when it is allowed to, and tells when it was left. */
    private record Elsewhere(CountDownLatch began, CountDownLatch mayEnd, List<String> ids, AtomicBoolean left)
            implements JobRunner.NamedWork {
        Elsewhere() {
            this(new CountDownLatch(1), new CountDownLatch(1), new CopyOnWriteArrayList<>(), new AtomicBoolean());
        }

        @Override
        public ModelVersion run(String id, Progress progress) throws Exception {
            ids.add(id);
            began.countDown();
            try {
                while (!mayEnd.await(5, TimeUnit.MILLISECONDS)) {
                    progress.advance("elsewhere", 1, 2);
                }
            } catch (LeftRunningException e) {
                left.set(true);
                throw e;
            }
            return new ModelVersion(9);
        }

        @Override
        public boolean outlivesThisProcess() {
            return true;
        }
    }

    @Test
    void close_workElsewhere_isLeftAndNotCancelled() throws InterruptedException {
        Elsewhere work = new Elsewhere();
        Job job = jobs.start(STATION, Job.Kind.REFIT, Optional.empty(), work);
        work.began().await();

        jobs.close();

        assertThat(work.left()).isTrue();
        assertThat(work.ids()).containsExactly(job.id());
        assertThat(jobs.find(job.id()).orElseThrow().running()).isTrue();
    }

    @Test
    void resume_jobOfAnEarlierProcess_goesOnUnderItsIdOnce() throws InterruptedException {
        Elsewhere work = new Elsewhere();
        jobs.resume("refit-old", STATION, work);
        jobs.resume("refit-old", STATION, work);
        work.began().await();

        assertThatThrownBy(() -> jobs.start(STATION, progress -> new ModelVersion(1)))
                .isInstanceOf(JobRunner.BusyException.class)
                .hasMessageContaining("refit-old");
        work.mayEnd().countDown();

        assertThat(awaitEnd().result()).contains(new ModelVersion(9));
        assertThat(work.ids()).containsExactly("refit-old");
    }
}
