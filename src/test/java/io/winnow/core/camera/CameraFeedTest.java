package io.winnow.core.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.review.TruthStore.FrameTruth;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CameraFeedTest {
    private static final CameraFeed.Settings FAST = new CameraFeed.Settings(0, true, Duration.ofMillis(200));

    /** Acknowledges at once, or fails the next few messages, or never answers. */
    private static final class FakeLink implements CameraLink {
        final List<String> sent = new ArrayList<>();
        int failures;
        boolean connected = true;
        boolean silent;

        private CompletableFuture<Void> send(String what) {
            sent.add(what);
            if (failures > 0) {
                failures--;
                return CompletableFuture.failedFuture(new IOException("lost"));
            }
            return silent ? new CompletableFuture<>() : CompletableFuture.allOf();
        }

        @Override
        public CompletableFuture<Void> sendFrame(Shot shot, Instant capturedAt) {
            return send("frame " + shot.id());
        }

        @Override
        public CompletableFuture<Void> sendTruth(Shot shot) {
            return send("truth " + shot.id());
        }

        @Override
        public boolean awaitConnected(Duration limit) {
            return connected;
        }

        @Override
        public void close() {}
    }

    private static ShotSource shots(int count) {
        int[] given = {0};
        return () -> {
            if (given[0] == count) {
                return Optional.empty();
            }
            given[0]++;
            return Optional.of(new Shot(
                    new FrameId("f" + given[0]),
                    EncodedImage.adopt(new byte[10]),
                    Optional.empty(),
                    Optional.of(new FrameTruth(false, Optional.empty(), Optional.empty()))));
        };
    }

    private static CameraFeed feed(FakeLink link, CameraFeed.Settings settings) {
        return new CameraFeed(link, settings, InstantSource.fixed(Instant.EPOCH));
    }

    @Test
    void play_withTruth_sendsItBeforeItsFrame() throws Exception {
        FakeLink link = new FakeLink();
        List<Long> progress = new ArrayList<>();

        CameraFeed.Sent sent = feed(link, FAST).play(shots(2), progress::add);

        assertThat(link.sent).containsExactly("truth f1", "frame f1", "truth f2", "frame f2");
        assertThat(sent).isEqualTo(new CameraFeed.Sent(2, 20, 0));
        assertThat(progress).containsExactly(1L, 2L);
    }

    @Test
    void play_withoutTruth_keepsItBack() throws Exception {
        FakeLink link = new FakeLink();

        feed(link, new CameraFeed.Settings(0, false, Duration.ofMillis(200))).play(shots(2), count -> {});

        assertThat(link.sent).containsExactly("frame f1", "frame f2");
    }

    @Test
    void play_messagesLost_sendsThemAgain() throws Exception {
        FakeLink link = new FakeLink();
        link.failures = 3;
        CameraFeed.Settings frames = new CameraFeed.Settings(0, false, Duration.ofSeconds(5));

        CameraFeed.Sent sent = feed(link, frames).play(shots(12), count -> {});

        assertThat(sent.frames()).isEqualTo(12);
        assertThat(sent.repeated()).isEqualTo(3);
        assertThat(link.sent).hasSize(15).contains("frame f1", "frame f2", "frame f3");
    }

    @Test
    void play_nothingAcknowledged_keepsFewUnderWayAndGivesUp() {
        FakeLink link = new FakeLink();
        link.silent = true;

        assertThatThrownBy(() -> feed(link, FAST).play(shots(100), count -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("no acknowledgement within PT0.2S");
        assertThat(link.sent).hasSize(8);
    }

    @Test
    void play_connectionStaysAway_saysSo() {
        FakeLink link = new FakeLink();
        link.failures = 1;
        link.connected = false;

        assertThatThrownBy(() -> feed(link, FAST).play(shots(1), count -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("the connection was lost and did not come back within PT0.2S: lost");
    }

    @Test
    void play_alwaysRefused_givesUp() {
        FakeLink link = new FakeLink();
        link.failures = Integer.MAX_VALUE;

        assertThatThrownBy(() -> feed(link, FAST).play(shots(1), count -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("a frame failed 10 times, last: lost");
    }

    @Test
    void play_atARate_takesItsTime() throws Exception {
        FakeLink link = new FakeLink();
        long start = System.nanoTime();

        feed(link, new CameraFeed.Settings(50, false, Duration.ofSeconds(5))).play(shots(6), count -> {});

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(95));
    }

    @Test
    void settings_rateOutsideItsRange_isRefused() {
        assertThatThrownBy(() -> new CameraFeed.Settings(-1, false, Duration.ZERO))
                .hasMessage("rate = -1.0 frames per second must be 0 to 10000");
    }
}
