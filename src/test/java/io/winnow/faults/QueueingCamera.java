package io.winnow.faults;

import io.winnow.adapter.mqtt.MqttCameraLink;
import io.winnow.adapter.mqtt.MqttSettings;
import io.winnow.core.camera.Shot;
import io.winnow.core.camera.StationAddress;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.testing.Await;
import io.winnow.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A camera as a good one behaves: takes pictures at its pace whatever happens, keeps those that the broker has not confirmed, and sends
 * them again, in order.
 */
final class QueueingCamera implements AutoCloseable {
    private static final int SIDE = 64;
    private static final int NOISE = 300;

    private final MqttCameraLink link;
    private final Duration pace;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger confirmed = new AtomicInteger();
    private final AtomicBoolean taking = new AtomicBoolean(true);
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicBoolean held = new AtomicBoolean();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final Thread shutter = new Thread(this::take, "shutter");
    private final Thread sender = new Thread(this::send, "camera");

    private QueueingCamera(MqttCameraLink link, Duration pace) {
        this.link = link;
        this.pace = pace;
    }

    static QueueingCamera start(URI broker, String name, Duration pace) throws IOException {
        MqttSettings usual = MqttSettings.of(broker);
        MqttSettings quick = new MqttSettings(
                broker,
                usual.access(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                usual.sessionExpiry(),
                Duration.ofMillis(50),
                Duration.ofMillis(500));
        QueueingCamera camera =
                new QueueingCamera(MqttCameraLink.open(quick, new StationAddress("test", "line", name)), pace);
        camera.shutter.start();
        camera.sender.start();
        return camera;
    }

    static String name(int number) {
        return "f-%06d".formatted(number);
    }

    /** A picture unlike any other. */
    static byte[] picture(int side) {
        BufferedImage image = Pictures.gradient(side, side, BufferedImage.TYPE_INT_RGB);
        Random noise = new Random();
        for (int i = 0; i < NOISE; i++) {
            image.setRGB(noise.nextInt(side), noise.nextInt(side), noise.nextInt(0x1000000));
        }
        return Pictures.encode(image, "png", false);
    }

    private void take() {
        long next = System.nanoTime();
        while (taking.get()) {
            taken.incrementAndGet();
            next += pace.toNanos();
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void send() {
        Optional<Shot> shot = Optional.empty();
        Instant capturedAt = Instant.EPOCH;
        while (open.get()) {
            int number = confirmed.get();
            if (held.get() || number >= taken.get()) {
                LockSupport.parkNanos(pace.toNanos() / 4);
                continue;
            }
            if (shot.isEmpty()) {
                shot = Optional.of(new Shot(
                        new FrameId(name(number)),
                        EncodedImage.adopt(picture(SIDE)),
                        Optional.empty(),
                        Optional.empty()));
                capturedAt = Instant.now();
            }
            sending.set(true);
            if (!held.get() && sent(shot.get(), capturedAt)) {
                confirmed.incrementAndGet();
                shot = Optional.empty();
            }
            sending.set(false);
        }
    }

    private boolean sent(Shot shot, Instant capturedAt) {
        try {
            link.sendFrame(shot, capturedAt).get(5, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            open.set(false);
            return false;
        }
    }

    /** Takes pictures and keeps them, or sends again what it has. */
    void hold(boolean keep) {
        held.set(keep);
        while (keep && sending.get()) {
            Thread.onSpinWait();
        }
    }

    /** Pictures taken so far. */
    int taken() {
        return taken.get();
    }

    /** Those that the broker has. */
    int confirmed() {
        return confirmed.get();
    }

    /** Takes no more pictures and waits until the broker has all. */
    int finish() {
        taking.set(false);
        Await.until("the broker to have all frames", FaultRig.PATIENCE, () -> Optional.of(confirmed.get())
                .filter(count -> count == taken.get()));
        return taken.get();
    }

    /** Names of all frames in their order. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < taken.get(); i++) {
            names.add(name(i));
        }
        return names;
    }

    @Override
    public void close() throws InterruptedException {
        taking.set(false);
        open.set(false);
        shutter.join();
        sender.join();
        link.close();
    }
}
