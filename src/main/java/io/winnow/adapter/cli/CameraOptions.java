package io.winnow.adapter.cli;

import io.winnow.core.camera.CameraFeed;
import io.winnow.core.camera.CameraLink;
import io.winnow.core.camera.ShotSource;
import io.winnow.core.camera.StationAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that play a camera, and how they play it. */
final class CameraOptions {
    private static final long REPORT_NANOS = 2_000_000_000L;

    @Option(
            names = "--broker",
            paramLabel = "URI",
            defaultValue = "tcp://127.0.0.1:1883",
            description = "MQTT 5 broker, tcp:// or ssl:// with host and port (default: ${DEFAULT-VALUE})")
    private URI broker;

    @Option(
            names = "--site",
            paramLabel = "S",
            required = true,
            description = "site, first part of the topic after winnow/")
    private String site;

    @Option(names = "--line", paramLabel = "L", required = true, description = "line")
    private String line;

    @Option(names = "--camera", paramLabel = "C", required = true, description = "camera")
    private String camera;

    @Option(
            names = "--camera-setting",
            paramLabel = "TEXT",
            description =
                    "how the camera is set, such as recipe-7: told with each frame, a pool takes only so much of one")
    private @Nullable String setting;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "5",
            description = "frames per second, 0 for as fast as the broker takes them (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description =
                    "longest wait for a broker that went away or does not acknowledge (default: ${DEFAULT-VALUE})")
    private int patienceSeconds;

    /** Plays the source to its end and reports on the way. */
    void play(CameraLink.Factory links, ShotSource source, boolean truth, long total, PrintWriter err) {
        try {
            CameraFeed.Settings settings =
                    new CameraFeed.Settings(rate, truth, Duration.ofSeconds(Math.max(1, patienceSeconds)));
            StationAddress station = new StationAddress(site, line, camera);
            try (CameraLink link = links.open(broker, station)) {
                CameraFeed feed = new CameraFeed(link, settings, InstantSource.system());
                Report report = new Report(err, total);
                ShotSource shots = setting == null ? source : source.withSetting(setting);
                report.done(feed.play(shots, report::sent), station);
            }
        } catch (IllegalArgumentException | IOException e) {
            throw UsageException.because(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageException("interrupted", e);
        }
    }

    /** One line every two seconds and one at the end. */
    private static final class Report {
        private final PrintWriter err;
        private final long total;
        private long next = System.nanoTime() + REPORT_NANOS;

        Report(PrintWriter err, long total) {
            this.err = err;
            this.total = total;
        }

        void sent(long frames) {
            if (System.nanoTime() >= next) {
                next = System.nanoTime() + REPORT_NANOS;
                err.println(total == Long.MAX_VALUE ? "sent " + frames : "sent %d of %d".formatted(frames, total));
                err.flush();
            }
        }

        void done(CameraFeed.Sent sent, StationAddress station) {
            err.println(String.format(
                    Locale.ROOT,
                    "%d frames (%.1f MB) acknowledged for %s, %d messages sent again",
                    sent.frames(),
                    sent.bytes() / 1e6,
                    station,
                    sent.repeated()));
            err.flush();
        }
    }
}
