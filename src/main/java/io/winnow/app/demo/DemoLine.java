package io.winnow.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.adapter.mqtt.MqttCameraLink;
import io.winnow.adapter.mqtt.MqttSettings;
import io.winnow.adapter.simulation.ProductionLine;
import io.winnow.adapter.simulation.SimulatedOperator;
import io.winnow.core.camera.CameraLink;
import io.winnow.core.camera.Shot;
import io.winnow.core.camera.StationAddress;
import io.winnow.core.image.FrameId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** What stands around the service in the demonstration: the camera that publishes and the operator who confirms. */
final class DemoLine implements Runnable {
    private static final System.Logger LOG = System.getLogger(DemoLine.class.getName());

    /** A camera that is not kept up with waits, as one with a small buffer would. */
    private static final int UNCONFIRMED = 8;

    /** A person takes a moment to look. */
    private static final long OPERATOR_DELAY_MILLIS = 1_500;

    /**
     * How the line runs.
     *
     * @param framesPerSecond of the camera
     * @param defects share of defective parts
     */
    record Pace(double framesPerSecond, double defects, long seed, boolean operator) {}

    private final URI broker;
    private final ServiceClient service;
    private final Pace pace;

    DemoLine(URI broker, ServiceClient service, Pace pace) {
        this.broker = broker;
        this.service = service;
        this.pace = pace;
    }

    @Override
    public void run() {
        StationAddress address =
                new StationAddress(DemoConfiguration.SITE, DemoConfiguration.LINE, DemoConfiguration.CAMERA);
        ProductionLine.Settings settings = new ProductionLine.Settings(
                pace.seed(),
                pace.defects(),
                Optional.empty(),
                Long.toString(Instant.now().getEpochSecond(), 36));
        try (ProductionLine line = new ProductionLine(settings, inspected());
                SimulatedOperator operator = new SimulatedOperator(
                        new SimulatedOperator.Habits(0, OPERATOR_DELAY_MILLIS, pace.seed()), service);
                CameraLink camera = MqttCameraLink.open(MqttSettings.of(broker), address)) {
            WebSocket verdicts = service.listen(message -> tell(operator, message));
            try {
                play(line, camera, operator);
            } finally {
                verdicts.abort();
            }
        } catch (InterruptedIOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the demonstration ended while the camera was connecting", e);
        } catch (IOException | ExecutionException e) {
            LOG.log(System.Logger.Level.ERROR, "the simulated camera stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Frames before this start: the line goes on after them. Parts that come back would be known from the pool, another belt would be drift. */
    private long inspected() {
        try {
            return service.get("/api/v1/stations/" + DemoConfiguration.STATION)
                    .path("counts")
                    .path("inspected")
                    .asLong();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the simulated line begins anew: {0}", e.getMessage());
            return 0;
        }
    }

    private void tell(SimulatedOperator operator, JsonNode message) {
        JsonNode inspection = message.path("inspection");
        if (pace.operator() && inspection.isObject()) {
            operator.sees(
                    inspection.path("id").asText(),
                    new FrameId(inspection.path("frameId").asText()),
                    inspection.path("verdict").asText(),
                    inspection.path("reviewReason").isTextual());
        }
    }

    private void play(ProductionLine line, CameraLink camera, SimulatedOperator operator)
            throws InterruptedException, ExecutionException {
        Semaphore unconfirmed = new Semaphore(UNCONFIRMED);
        long interval = (long) (Duration.ofSeconds(1).toNanos() / pace.framesPerSecond());
        long due = System.nanoTime();
        while (true) {
            Shot shot = line.next().orElseThrow();
            if (pace.operator()) {
                shot.truth().ifPresent(truth -> operator.knows(shot.id(), truth));
            }
            LockSupport.parkNanos(due - System.nanoTime());
            due = Math.max(due + interval, System.nanoTime());
            unconfirmed.acquire();
            send(camera, shot).whenComplete((done, failure) -> unconfirmed.release());
        }
    }

    /** Truth first, so that it is there when the frame is asked about. A frame that the broker did not take is lost, like a part that nobody saw. */
    private static CompletableFuture<Void> send(CameraLink camera, Shot shot) {
        Instant now = Instant.now();
        return camera.sendTruth(shot).thenCompose(sent -> camera.sendFrame(shot, now));
    }
}
