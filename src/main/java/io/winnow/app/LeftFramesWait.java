package io.winnow.app;

import io.winnow.adapter.mqtt.LeftFrames;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits until nothing is left of what a broker kept for somebody. */
final class LeftFramesWait {
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 100;

    private LeftFramesWait() {}

    /** False where a connection was lost, or frames still come after a long time. */
    static boolean untilEmpty(List<LeftFrames> left) throws InterruptedException {
        for (LeftFrames each : left) {
            if (!each.awaitConnected(CONNECTED_WITHIN)) {
                return false;
            }
        }
        long end = System.nanoTime() + LONGEST.toNanos();
        long quietSince = System.nanoTime();
        long before = -1;
        while (System.nanoTime() - end < 0) {
            long received = left.stream().mapToLong(LeftFrames::received).sum();
            boolean busy = received != before || left.stream().anyMatch(each -> each.inFlight() > 0);
            before = received;
            if (busy) {
                quietSince = System.nanoTime();
            }
            if (left.stream().anyMatch(LeftFrames::lost)) {
                return false;
            }
            if (System.nanoTime() - quietSince >= QUIET.toNanos()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return false;
    }
}
