package io.winnow.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.adapter.simulation.ProductionLine;
import io.winnow.core.camera.Shot;
import io.winnow.testing.RestClient;
import java.net.URI;
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
 * <p>Arguments: address of a running service without other frames, station, frames a second, refits to measure. Sends simulated
 * parts over HTTP until the station has a model, then measures.
 */
final class RefitPriorityMeasurement {
    private static final int IDLE_FRAMES = 300;

    private final RestClient service;
    private final String station;
    private final long pauseNanos;
    private final ProductionLine line =
            new ProductionLine(new ProductionLine.Settings(5, 0.1, Optional.empty(), "measured"));

    private RefitPriorityMeasurement(URI address, String station, double framesPerSecond) {
        this.service = new RestClient(address);
        this.station = "/api/v1/stations/" + station;
        this.pauseNanos = (long) (TimeUnit.SECONDS.toNanos(1) / framesPerSecond);
    }

    public static void main(String[] args) throws Exception {
        new RefitPriorityMeasurement(URI.create(args[0]), args[1], Double.parseDouble(args[2]))
                .run(Integer.parseInt(args[3]));
    }

    private void run(int refits) throws Exception {
        while (service.get(station).json().path("model").isMissingNode()
                || service.get(station).json().path("model").isNull()) {
            send();
        }
        List<Double> idle = new ArrayList<>();
        while (idle.size() < IDLE_FRAMES) {
            idle.add(send());
        }
        List<Double> busy = new ArrayList<>();
        double seconds = 0;
        for (int i = 0; i < refits; i++) {
            long start = System.nanoTime();
            JsonNode job = service.json("POST", station + "/refits", "{}").json();
            String address = "/api/v1/jobs/" + job.path("id").asText();
            while (service.get(address).json().path("state").asText().equals("running")) {
                busy.add(send());
            }
            seconds += (System.nanoTime() - start) / 1e9;
        }
        print("idle", idle);
        print("refit", busy);
        line.close();
        System.out.printf(
                Locale.ROOT,
                "p99 during a refit / idle = %.2f; a refit took %.1f s%n",
                quantile(busy, 0.99) / quantile(idle, 0.99),
                seconds / refits);
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
