package io.winnow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.testing.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with a clock that really jumps under it: the system calls behind it are shifted by what a file says. */
class ClockFaultsIT {
    private static final Duration TEN_A_SECOND = Duration.ofMillis(100);

    private static final String SHIFTED_CLOCK = """
            #define _GNU_SOURCE
            #include <fcntl.h>
            #include <stdlib.h>
            #include <sys/mman.h>
            #include <sys/syscall.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>
            static volatile long *seconds;
            __attribute__((constructor)) static void begin(void) {
                int file = open(getenv("SHIFTED_CLOCK"), O_RDONLY);
                void *mapped = mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
                if (mapped != MAP_FAILED) seconds = mapped;
            }
            int clock_gettime(clockid_t clock, struct timespec *time) {
                int status = syscall(SYS_clock_gettime, clock, time);
                if (status == 0 && seconds && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
                    time->tv_sec += *seconds;
                return status;
            }
            int gettimeofday(struct timeval *restrict time, void *restrict zone) {
                struct timespec now;
                int status = clock_gettime(CLOCK_REALTIME, &now);
                time->tv_sec = now.tv_sec;
                time->tv_usec = now.tv_nsec / 1000;
                return status;
            }
            time_t time(time_t *out) {
                struct timespec now;
                clock_gettime(CLOCK_REALTIME, &now);
                if (out) *out = now.tv_sec;
                return now.tv_sec;
            }
            """;

    private final Path folder;

    ClockFaultsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void clockJumpsAYearAheadAndTwoBack_deletesNothing_keepsTheOrder_goesOn() throws Exception {
        Path shift = Files.write(folder.resolve("shift"), new byte[Long.BYTES]);
        Path shifted = StartFaultsIT.compile(Files.writeString(folder.resolve("clock.c"), SHIFTED_CLOCK));
        try (FaultRig rig = new FaultRig(folder, folder.resolve("data")).station("top", 64, 15, "")) {
            rig.start(List.of(), Map.of("LD_PRELOAD", shifted.toString(), "SHIFTED_CLOCK", shift.toString()));
            rig.awaitReady();
            try (QueueingCamera camera = QueueingCamera.start(rig.broker().uri(), "top", TEN_A_SECOND)) {
                awaitMore(rig);
                long honest = newestDecided(rig);
                shift(rig, shift, Duration.ofDays(400));
                rig.awaitFinding("clock.jumped");
                awaitMore(rig);
                assertThat(newestDecided(rig) - honest)
                        .as("the clock has really jumped")
                        .isGreaterThan(Duration.ofDays(399).toMillis() * 1000);
                shift(rig, shift, Duration.ofDays(-400));
                awaitMore(rig);
                assertThat(newestDecided(rig)).as("and back").isLessThan(honest);
                rig.awaitModel("top");
                shift(rig, shift, Duration.ZERO);
                awaitMore(rig);

                int all = camera.finish();
                rig.awaitStored("top", all);
                assertThat(rig.stored("top")).isEqualTo(camera.names());
            }
        }
    }

    private static void awaitMore(FaultRig rig) throws Exception {
        int before = rig.stored("top").size();
        Await.until("more frames", FaultRig.PATIENCE, () -> Optional.of(rig.stored("top"))
                .filter(stored -> stored.size() >= before + 10));
    }

    /** In microseconds, of the inspection that came last. */
    private static long newestDecided(FaultRig rig) throws Exception {
        return Long.parseLong(rig.column("SELECT decided_at FROM inspection ORDER BY id DESC LIMIT 1")
                .get(0));
    }

    /** A session may be over when the clock says so. */
    private static void shift(FaultRig rig, Path file, Duration by) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putLong(by.toSeconds())
                    .array());
        }
        rig.logInAgain();
    }
}
