package io.winnow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.testing.Await;
import io.winnow.testing.WinnowProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of frames when the broker, the network or the service itself goes away. {@code -Dwinnow.outage=60} for the long form. */
class BrokerFaultsIT {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("winnow.outage", 4));
    private static final Duration TEN_A_SECOND = Duration.ofMillis(100);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(20);
    private static final long MOST_GROWTH = 200_000_000;

    private final Path folder;

    BrokerFaultsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void brokerGoneAndBack_withAndWithoutSessions_thenSigterm_losesNothing() throws Exception {
        try (FaultRig rig = new FaultRig(folder, folder.resolve("data")).station("top", 64, 10_000, "")) {
            WinnowProcess service = rig.start();
            rig.awaitReady();
            goneAndBack(rig, service);
        }
    }

    private static void goneAndBack(FaultRig rig, WinnowProcess service) throws Exception {
        try (QueueingCamera camera = QueueingCamera.start(rig.broker().uri(), "top", TEN_A_SECOND)) {
            Await.until("the first frames", FaultRig.PATIENCE, () -> Optional.of(rig.stored("top"))
                    .filter(stored -> stored.size() >= 10));
            long before = service.residentBytes();

            rig.stopBroker();
            rig.awaitFinding("broker.lost");
            LockSupport.parkNanos(OUTAGE.toNanos());
            assertThat(service.residentBytes() - before)
                    .as("growth while the broker is gone")
                    .isLessThan(MOST_GROWTH);
            rig.startBroker(true);
            Await.until("frames after the broker is back", BACK_WITHIN, () -> Optional.of(true)
                    .filter(yes -> camera.confirmed() > OUTAGE.toSeconds() * 5));
            awaitCaughtUp(rig, camera);

            restartWithoutSessions(rig, camera);
            sigtermUnderLoad(rig, camera, service);

            int all = camera.finish();
            rig.awaitStored("top", all);
            assertThat(rig.stored("top")).isEqualTo(camera.names());
        }
    }

    /** Waits until what the camera had sent by now is stored, all of it and in order. */
    private static void awaitCaughtUp(FaultRig rig, QueueingCamera camera) throws Exception {
        int sent = camera.confirmed();
        String newest = QueueingCamera.name(sent - 1);
        Await.until("the frames up to " + newest, FaultRig.PATIENCE, () -> Optional.of(rig.stored("top"))
                .filter(stored -> stored.contains(newest)));
        List<String> stored = rig.stored("top");
        assertThat(stored.subList(0, stored.indexOf(newest) + 1))
                .isEqualTo(camera.names().subList(0, sent));
    }

    /** A broker that remembers nobody throws away what comes before somebody subscribes: so nothing does. */
    private static void restartWithoutSessions(FaultRig rig, QueueingCamera camera) throws Exception {
        camera.hold(true);
        awaitCaughtUp(rig, camera);
        rig.stopBroker();
        rig.awaitFinding("broker.lost");
        rig.startBroker(false);
        rig.awaitFinding("broker.connected");
        camera.hold(false);
        int before = rig.stored("top").size();
        Await.until("frames over the new broker", FaultRig.PATIENCE, () -> Optional.of(rig.stored("top"))
                .filter(stored -> stored.size() > before + 10));
    }

    private static void sigtermUnderLoad(FaultRig rig, QueueingCamera camera, WinnowProcess service) throws Exception {
        int before = camera.taken();
        long began = System.nanoTime();
        service.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("grace period")
                .isLessThan(Duration.ofSeconds(30));
        assertThat(rig.column("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(camera.taken()).isGreaterThanOrEqualTo(before);
        rig.start();
        rig.awaitReady();
    }

    @Test
    void networkStallsInTheMiddleOfAPacket_isNoticedByKeepAlive_andNothingIsLost() throws Exception {
        try (FaultRig rig = new FaultRig(folder, folder.resolve("data"));
                StallingProxy network = new StallingProxy(rig.broker().port())) {
            rig.site(network.uri(), "").station("top", 64, 10_000, "");
            rig.start();
            rig.awaitReady();
            try (QueueingCamera camera = QueueingCamera.start(rig.broker().uri(), "top", TEN_A_SECOND)) {
                Await.until("the first frames", FaultRig.PATIENCE, () -> Optional.of(rig.stored("top"))
                        .filter(stored -> stored.size() >= 5));

                network.stall();
                Await.until("a packet cut in two", FaultRig.PATIENCE, () -> Optional.of(network.stalled())
                        .filter(stalled -> stalled));
                int before = rig.stored("top").size();
                Await.until("frames over a new connection", FaultRig.PATIENCE, () -> Optional.of(rig.stored("top"))
                        .filter(stored -> stored.size() > before + 10));

                int all = camera.finish();
                rig.awaitStored("top", all);
                assertThat(rig.stored("top")).isEqualTo(camera.names());
            }
        }
    }
}
