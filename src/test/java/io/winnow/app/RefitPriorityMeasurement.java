package io.winnow.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.adapter.simulation.ProductionLine;
import io.winnow.core.camera.Shot;
import io.winnow.testing.Login;
import io.winnow.testing.RestClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a frame waits for its verdict while nothing else runs, and during a refit. Not a test; see {@code docs/measurements.md}.
 *
 * <p>Arguments: address of a running service without other frames, station, frames a second, frames to measure in each state. Sends
 * simulated parts over HTTP until the station has a model, then measures; the last refit is cancelled when there are enough.
 */
final class RefitPriorityMeasurement {
    private final RestClient service;
    private final String station;
    private final long pauseNanos;
    private final ProductionLine line =
            new ProductionLine(new ProductionLine.Settings(5, 0.1, Optional.empty(), "measured"));

    private RefitPriorityMeasurement(URI address, Path data, String station, double framesPerSecond) {
        this.service = new RestClient(address, Login.firstAdmin(address, data));
        this.station = "/api/v1/stations/" + station;
        this.pauseNanos = (long) (TimeUnit.SECONDS.toNanos(1) / framesPerSecond);
    }

    public static void main(String[] args) throws Exception {
        new RefitPriorityMeasurement(URI.create(args[0]), Path.of(args[1]), args[2], Double.parseDouble(args[3]))
                .run(Integer.parseInt(args[4]));
    }

    private void run(int frames) throws Exception {
        while (service.get(station).json().path("model").isMissingNode()
                || service.get(station).json().path("model").isNull()) {
            send();
        }
        List<Double> idle = new ArrayList<>();
        while (idle.size() < frames) {
            idle.add(send());
        }
        List<Double> busy = new ArrayList<>();
        while (busy.size() < frames) {
            JsonNode job = service.json("POST", station + "/refits", "{}").json();
            String address = "/api/v1/jobs/" + job.path("id").asText();
            while (busy.size() < frames
                    && service.get(address).json().path("state").asText().equals("running")) {
                busy.add(send());
            }
            service.delete(address);
        }
        print("idle", idle);
        print("refit", busy);
        line.close();
        System.out.printf(
                Locale.ROOT, "p99 during a refit / idle = %.2f%n", quantile(busy, 0.99) / quantile(idle, 0.99));
    }

    /** Milliseconds from sending a frame to its verdict. */
    private double send() throws Exception {
        LockSupport.parkNanos(pauseNanos);
        Shot shot = line.next().orElseThrow();
        byte[] image = shot.image().toByteArray();
        long start = System.nanoTime();
        service.post(station + "/inspections", "image/jpeg", image);
        return (System.nanoTime() - start) / 1e6;
    }

    private static void print(String what, List<Double> times) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d frames, p50 %.1f ms, p99 %.1f ms%n",
                what,
                times.size(),
                quantile(times, 0.5),
                quantile(times, 0.99));
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
    }
}
