package io.winnow.adapter.mqtt;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * One client id's connection to a broker, kept up for as long as it is open. Thread-safe.
 *
 * <p>Paho's own reconnect covers neither a first attempt that fails nor a refused subscription, and its state outlives the
 * connection. So a thread of our own supervises: each attempt gets a fresh client under the same id ({@link MqttSession}),
 * and the broker's session, which does outlive the connection, brings back what was not acknowledged.
 */
final class MqttConnection implements AutoCloseable {
    private static final Logger LOG = System.getLogger(MqttConnection.class.getName());

    /** What the owner wants of its connection. */
    interface Owner {
        /** Puts will, receive maximum and the like on an attempt's options. */
        void prepare(MqttConnectionOptions options);

        /** Connected and subscribed; called by the supervising thread, must not wait for the broker. */
        void connected();

        /** A message came; called by one thread at a time, may hold the connection's reading back by waiting. */
        void arrived(MqttSession session, String topic, MqttMessage message) throws InterruptedException;
    }

    private final MqttSettings settings;
    private final String clientId;
    private final Subscriptions subscriptions;
    private final Owner owner;
    private final InstantSource clock;
    private final Thread supervisor;
    private final Object lock = new Object();

    private ConnectionState state;
    private @Nullable MqttSession session;
    private boolean everConnected;
    private boolean closing;

    MqttConnection(
            MqttSettings settings, String clientId, Subscriptions subscriptions, Owner owner, InstantSource clock) {
        this.settings = settings;
        this.clientId = clientId;
        this.subscriptions = subscriptions;
        this.owner = owner;
        this.clock = clock;
        this.state = new ConnectionState(ConnectionState.Phase.CONNECTING, clock.instant(), Optional.empty(), 0);
        this.supervisor = new Thread(this::supervise, "mqtt-" + clientId);
        this.supervisor.setDaemon(true);
    }

    void start() {
        supervisor.start();
    }

    ConnectionState state() {
        synchronized (lock) {
            return state;
        }
    }

    /** Waits until connected, at most the given time; true when it is. */
    boolean awaitConnected(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (lock) {
            while (!state.connected() && !closing) {
                long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0) {
                    break;
                }
                lock.wait(left);
            }
            return state.connected();
        }
    }

    /** Publishes; the future fails with {@link PublishException} when offline, refused or lost on the way. */
    CompletableFuture<Void> publish(String topic, MqttMessage message) {
        MqttSession now;
        synchronized (lock) {
            now = session;
        }
        return now == null
                ? CompletableFuture.failedFuture(new PublishException("offline, nothing was published to " + topic))
                : now.publish(topic, message);
    }

    /** Lets the broker forget this client and connects no more; the future fails when it could not be said. */
    CompletableFuture<Void> endSession() {
        MqttSession now;
        synchronized (lock) {
            now = session;
            closing = true;
        }
        if (now == null) {
            return CompletableFuture.failedFuture(new PublishException("offline, the session stays"));
        }
        return CompletableFuture.runAsync(() -> {
            try {
                now.endForGood();
            } catch (MqttException e) {
                throw new CompletionException(new PublishException(MqttSession.explain(e), e));
            }
        });
    }

    private void supervise() {
        long backoff = settings.shortestBackoff().toMillis();
        while (!isClosing()) {
            boolean worked = runOneSession();
            backoff = worked
                    ? settings.shortestBackoff().toMillis()
                    : Math.min(2 * backoff, settings.longestBackoff().toMillis());
            pause(backoff);
        }
    }

    /** Connects, lives through one session, cleans up; true when it got as far as connected. */
    private boolean runOneSession() {
        boolean worked = false;
        String end;
        try (MqttSession attempt = new MqttSession(settings, clientId, subscriptions, owner)) {
            attempt.connect();
            worked = true;
            enter(attempt);
            end = attempt.awaitEnd();
        } catch (MqttException e) {
            end = MqttSession.explain(e);
        } catch (IOException e) {
            end = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            // Without its supervisor the connection would stay down for good.
            LOG.log(Level.ERROR, clientId + " failed and will connect again", e);
            end = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end = "interrupted";
        }
        leave(end);
        return worked;
    }

    /** The owner speaks first, so that whoever waits for the connection finds everything said. */
    private void enter(MqttSession attempt) {
        synchronized (lock) {
            session = attempt;
        }
        LOG.log(Level.INFO, "{0} connected to {1}", clientId, settings.broker());
        owner.connected();
        Instant now = clock.instant();
        synchronized (lock) {
            if (closing) {
                attempt.end("closed");
                return;
            }
            long reconnects = state.reconnects() + (everConnected ? 1 : 0);
            everConnected = true;
            state = new ConnectionState(ConnectionState.Phase.CONNECTED, now, state.lastError(), reconnects);
            lock.notifyAll();
        }
    }

    private void leave(String reason) {
        synchronized (lock) {
            session = null;
            if (closing) {
                return;
            }
            Instant since = state.connected() ? clock.instant() : state.since();
            boolean repeated = state.lastError().filter(reason::equals).isPresent();
            state = new ConnectionState(
                    ConnectionState.Phase.CONNECTING, since, Optional.of(reason), state.reconnects());
            LOG.log(repeated ? Level.DEBUG : Level.WARNING, "{0} at {1}: {2}", clientId, settings.broker(), reason);
        }
    }

    private boolean isClosing() {
        synchronized (lock) {
            return closing;
        }
    }

    /** Waits about the given time, half of it by chance, so that many clients do not come back at once. */
    private void pause(long backoffMillis) {
        long end = System.nanoTime()
                + MILLISECONDS.toNanos(
                        backoffMillis / 2 + ThreadLocalRandom.current().nextLong(backoffMillis / 2 + 1));
        synchronized (lock) {
            try {
                long left = end - System.nanoTime();
                while (!closing && left > 0) {
                    lock.wait(left / 1_000_000, (int) (left % 1_000_000));
                    left = end - System.nanoTime();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closing = true;
            }
        }
    }

    /** Disconnects, so that no last will is sent, and waits for the supervising thread. */
    @Override
    public void close() {
        synchronized (lock) {
            closing = true;
            state = new ConnectionState(
                    ConnectionState.Phase.CLOSED, clock.instant(), state.lastError(), state.reconnects());
            if (session != null) {
                session.end("closed");
            }
            lock.notifyAll();
        }
        try {
            supervisor.join(settings.connectTimeout().plusSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
