package io.winnow.core.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.model.RefitPlan;
import io.winnow.testing.Await;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameQueueTest {
    private static final int CAPACITY = 8;
    private static final StationId BUSY = new StationId("busy");
    private static final StationId CALM = new StationId("calm");

    private final FakeStores stores = new FakeStores();
    private final List<String> dropped = new ArrayList<>();
    private final List<Station> stations = new ArrayList<>();
    private Optional<FrameQueue> opened = Optional.empty();

    private Station station(StationId id, Overload overload) {
        Station station = new Station(
                new StationSettings(
                        id,
                        "line",
                        id.value(),
                        FakeCamera.PREPROCESSING,
                        10,
                        false,
                        new RefitPlan("sroc", 0.1, 1, OptionalDouble.empty(), 0.05),
                        Upkeep.none(10),
                        overload),
                new FakeCamera().reader(),
                stores.surroundings(new StationListener() {
                    @Override
                    public void dropped(StationId station, String reason) {
                        dropped.add(station + " " + reason);
                    }
                }));
        stations.add(station);
        return station;
    }

    private FrameQueue queue() {
        FrameQueue queue = new FrameQueue(new Stations(stations), CAPACITY, Clock.systemUTC());
        opened = Optional.of(queue);
        return queue;
    }

    @AfterEach
    void close() {
        opened.ifPresent(FrameQueue::close);
    }

    private static CapturedFrame frame(StationId station, int number) {
        return new CapturedFrame(
                station,
                new FrameId("f-" + number),
                Inspections.NOON.plusSeconds(number),
                Optional.empty(),
                Optional.empty(),
                FakeCamera.picture(number % 100));
    }

    private static Inspection get(CompletableFuture<Inspection> answer)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        return answer.get(20, TimeUnit.SECONDS);
    }

    /** Holds every worker in a frame of the busy station until the latch is opened. */
    private CountDownLatch hold(FrameQueue queue) throws Exception {
        CountDownLatch go = holdNext();
        for (int i = 0; i < FrameQueue.SIDE_BY_SIDE; i++) {
            queue.submit(frame(BUSY, 1_000 + i));
        }
        Await.until("the workers take the first frames", () -> queue.waiting() == 0);
        return go;
    }

    /** Holds workers in the next frames that they take. */
    private CountDownLatch holdNext() {
        CountDownLatch go = new CountDownLatch(1);
        stores.beforePut = () -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
        return go;
    }

    @Test
    void submit_oneCameraFloods_theOtherWaitsForOneFrameOnly() throws Exception {
        station(BUSY, Overload.WAIT);
        station(CALM, Overload.WAIT);
        FrameQueue queue = queue();
        CountDownLatch go = hold(queue);
        List<CompletableFuture<Inspection>> all = new ArrayList<>();
        for (int i = 0; i < CAPACITY; i++) {
            all.add(queue.submit(frame(BUSY, i)));
        }
        all.add(queue.submit(frame(CALM, 50)));
        CountDownLatch goOn = holdNext();
        go.countDown();
        Await.until("each worker takes another frame", () -> queue.waiting() == CAPACITY + 1 - FrameQueue.SIDE_BY_SIDE);
        assertThat(queue.longestLine()).as("one of those is the calm station's").isEqualTo(CAPACITY - 1);
        goOn.countDown();
        for (CompletableFuture<Inspection> answer : all) {
            get(answer);
        }

        assertThat(stores.inspections)
                .filteredOn(each -> each.station().equals(BUSY))
                .extracting(each -> each.frame().value())
                .containsExactly("f-1000", "f-1001", "f-0", "f-1", "f-2", "f-3", "f-4", "f-5", "f-6", "f-7");
    }

    @Test
    void offer_lineIsFull_isRefusedInTime_andTheOtherStationIsNot() throws Exception {
        station(BUSY, Overload.WAIT);
        station(CALM, Overload.WAIT);
        FrameQueue queue = queue();
        CountDownLatch go = hold(queue);
        for (int i = 0; i < CAPACITY; i++) {
            queue.submit(frame(BUSY, i));
        }

        assertThat(queue.offer(frame(BUSY, 99), Duration.ofMillis(20))).isEmpty();
        assertThat(queue.offer(frame(CALM, 1), Duration.ofMillis(20))).isPresent();
        go.countDown();
    }

    @Test
    void submit_lineIsFullAndStationSkips_storesTheOldestUndecidedAndJudgesTheNewest() throws Exception {
        Station busy = station(BUSY, Overload.SKIP);
        busy.serve(FakeDetector.model(1, new FakeDetector()));
        FrameQueue queue = queue();
        CountDownLatch go = hold(queue);
        List<CompletableFuture<Inspection>> all = new ArrayList<>();
        for (int i = 0; i < CAPACITY; i++) {
            all.add(queue.submit(frame(BUSY, i)));
        }
        go.countDown();
        List<Inspection> decided = new ArrayList<>();
        for (CompletableFuture<Inspection> answer : all) {
            decided.add(get(answer));
        }

        assertThat(decided)
                .filteredOn(each -> each.verdict() instanceof Verdict.Undecided undecided
                        && undecided.cause() == Verdict.Cause.OVERLOAD)
                .extracting(each -> each.frame().value())
                .containsExactly("f-0", "f-1", "f-2", "f-3", "f-4", "f-5");
        assertThat(decided.subList(6, 8))
                .allSatisfy(each -> assertThat(each.verdict()).isInstanceOf(Verdict.Pass.class));
        assertThat(stores.inspections).as("all are stored").hasSize(CAPACITY + FrameQueue.SIDE_BY_SIDE);
        assertThat(stores.events).hasSize(CAPACITY + FrameQueue.SIDE_BY_SIDE);
        assertThat(dropped).hasSize(6).containsOnly("busy overload");
        assertThat(busy.droppedFrames()).isEqualTo(6);
    }

    /** The first frame is the last to be ready: those behind it wait with their verdicts. */
    @Test
    void submit_laterFrameIsReadyFirst_isStoredAfterTheEarlierOne() throws Exception {
        station(BUSY, Overload.WAIT);
        FrameQueue queue = queue();
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean slow = new AtomicBoolean(true);
        stores.beforePut = () -> {
            if (slow.getAndSet(false)) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
        CompletableFuture<Inspection> first = queue.submit(frame(BUSY, 1));
        Await.until("the first frame is held", () -> !slow.get());
        CompletableFuture<Inspection> second = queue.submit(frame(BUSY, 2));
        CompletableFuture<Inspection> again = queue.submit(frame(BUSY, 1));
        Await.until("the second is on its way", () -> queue.waiting() == 1);
        assertThat(second).isNotDone();
        go.countDown();

        assertThat(get(again).id())
                .as("a frame that comes again")
                .isEqualTo(get(first).id());
        assertThat(get(second).frame().value()).isEqualTo("f-2");
        assertThat(stores.inspections).extracting(each -> each.frame().value()).containsExactly("f-1", "f-2");
    }

    /** Both copies are on their way at once, so that neither is stored when the other begins. */
    @Test
    void submit_sameFrameTwiceAtOnce_isInspectedOnce() throws Exception {
        station(BUSY, Overload.WAIT);
        FrameQueue queue = queue();
        CountDownLatch go = holdNext();
        CompletableFuture<Inspection> first = queue.submit(frame(BUSY, 1));
        CompletableFuture<Inspection> second = queue.submit(frame(BUSY, 1));
        Await.until("both are on their way", () -> queue.waiting() == 0);
        go.countDown();

        assertThat(get(second).id()).isEqualTo(get(first).id());
        assertThat(stores.inspections).hasSize(1);
    }

    @Test
    void submit_diskIsFull_keepsTheFrameAndItsPlaceUntilThereIsSpace() throws Exception {
        station(BUSY, Overload.WAIT);
        FrameQueue queue = queue();
        stores.diskFull = true;
        CompletableFuture<Inspection> first = queue.submit(frame(BUSY, 1));
        CompletableFuture<Inspection> second = queue.submit(frame(BUSY, 2));
        Await.until("the outage is known", () -> queue.outage().isPresent());

        assertThat(queue.outage().orElseThrow().reason()).contains("f-");
        assertThat(first).isNotDone();
        assertThat(stores.inspections).isEmpty();
        stores.diskFull = false;
        get(first);
        get(second);

        assertThat(stores.inspections).extracting(each -> each.frame().value()).containsExactly("f-1", "f-2");
        assertThat(queue.outage()).isEmpty();
    }

    @Test
    void submit_storageRefusesTheFrameItself_failsItAndGoesOn() throws Exception {
        station(BUSY, Overload.WAIT);
        FrameQueue queue = queue();
        stores.refusal = Optional.of(new StorageException("it is not unique", new IOException(), false));
        CompletableFuture<Inspection> refused = queue.submit(frame(BUSY, 1));
        assertThatThrownBy(() -> get(refused)).hasRootCauseInstanceOf(IOException.class);
        stores.refusal = Optional.empty();

        assertThat(get(queue.submit(frame(BUSY, 2))).frame().value()).isEqualTo("f-2");
    }

    @Test
    void close_diskIsFull_endsAtOnceAndAnswersNoFrame() throws Exception {
        station(BUSY, Overload.WAIT);
        FrameQueue queue = queue();
        stores.diskFull = true;
        CompletableFuture<Inspection> first = queue.submit(frame(BUSY, 1));
        CompletableFuture<Inspection> second = queue.submit(frame(BUSY, 2));
        Await.until("the outage is known", () -> queue.outage().isPresent());
        long began = System.nanoTime();

        queue.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(FrameQueue.GRACE);
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        assertThatThrownBy(() -> queue.submit(frame(BUSY, 3))).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void close_framesWait_finishesThem() throws Exception {
        station(BUSY, Overload.WAIT);
        FrameQueue queue = queue();
        CountDownLatch go = hold(queue);
        CompletableFuture<Inspection> waits = queue.submit(frame(BUSY, 1));
        Thread closing = new Thread(queue::close);
        closing.start();
        go.countDown();
        closing.join();

        assertThat(get(waits).frame().value()).isEqualTo("f-1");
    }
}
