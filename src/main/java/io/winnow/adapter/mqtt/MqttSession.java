package io.winnow.adapter.mqtt;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/** One Paho client from its connect to its end; never reconnects. Thread-safe but for {@link #connect}. */
final class MqttSession implements MqttCallback, AutoCloseable {
    private static final Logger LOG = System.getLogger(MqttSession.class.getName());

    private final MqttSettings settings;
    private final Subscriptions subscriptions;
    private final MqttConnection.Owner owner;
    private final MqttAsyncClient client;
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final Object identity = new Object();
    private final SteadyPings pings = new SteadyPings();
    private volatile boolean connected;

    MqttSession(MqttSettings settings, String clientId, Subscriptions subscriptions, MqttConnection.Owner owner)
            throws MqttException {
        this.settings = settings;
        this.subscriptions = subscriptions;
        this.owner = owner;
        this.client = new MqttAsyncClient(settings.broker().toString(), clientId, new MemoryPersistence(), pings, null);
        client.setManualAcks(true);
        client.setCallback(this);
    }

    /**
     * Connects and subscribes, or throws.
     *
     * @throws IOException when password or certificates cannot be read
     */
    void connect() throws IOException, MqttException, InterruptedException {
        long limitMillis = settings.connectTimeout().toMillis();
        IMqttToken connack = client.connect(options());
        connack.waitForCompletion(limitMillis);
        connected = true;
        if (!subscriptions.givenUp().isEmpty()) {
            client.unsubscribe(subscriptions.givenUp().toArray(String[]::new));
        }
        if (!subscriptions.filters().isEmpty()) {
            // What was not acknowledged comes first, and the answer to a subscription waits behind it: where the broker
            // remembers us the subscription is in force already, so nobody has to wait.
            CompletableFuture<Void> granted = subscribe();
            if (!connack.getSessionPresent()) {
                await(granted, limitMillis);
            }
        }
    }

    private MqttConnectionOptions options() throws IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setAutomaticReconnect(false);
        options.setSessionExpiryInterval(settings.sessionExpiry().toSeconds());
        options.setKeepAliveInterval((int) settings.keepAlive().toSeconds());
        options.setConnectionTimeout((int) Math.max(1, settings.connectTimeout().toSeconds()));
        if (settings.access().credentials().isPresent()) {
            BrokerAccess.Credentials credentials =
                    settings.access().credentials().get();
            options.setUserName(credentials.user());
            options.setPassword(credentials.password().reveal().getBytes(StandardCharsets.UTF_8));
        }
        if (settings.encrypted()) {
            options.setSocketFactory(settings.access().tls().context().getSocketFactory());
            options.setHttpsHostnameVerificationEnabled(true);
        }
        owner.prepare(options);
        return options;
    }

    private CompletableFuture<Void> subscribe() throws MqttException {
        CompletableFuture<Void> granted = new CompletableFuture<>();
        client.subscribe(
                subscriptions.toPaho(), null, new Completion(granted, this::requireGranted), new MqttProperties());
        granted.whenComplete((nothing, failure) -> {
            if (failure != null) {
                end("subscription to %s refused: %s".formatted(subscriptions.filters(), failure.getMessage()));
            }
        });
        return granted;
    }

    private void requireGranted(IMqttToken token) throws PublishException {
        if (!subscriptions.granted(token.getReasonCodes())) {
            throw new PublishException("not authorised");
        }
    }

    private void await(CompletableFuture<Void> granted, long limitMillis) throws MqttException, InterruptedException {
        try {
            granted.get(limitMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new MqttException(MqttException.REASON_CODE_CLIENT_EXCEPTION, e);
        }
    }

    CompletableFuture<Void> publish(String topic, MqttMessage message) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try {
            client.publish(topic, message, null, new Completion(sent, token -> requireAccepted(topic, token)));
        } catch (MqttException e) {
            sent.completeExceptionally(new PublishException("publishing to " + topic + ": " + explain(e), e));
        }
        return sent;
    }

    private static void requireAccepted(String topic, IMqttToken token) throws PublishException {
        int[] codes = token.getReasonCodes();
        if (codes != null && codes.length > 0 && codes[0] >= 0x80) {
            throw new PublishException(
                    String.format(Locale.ROOT, "the broker refused a message to %s with code 0x%02x", topic, codes[0]));
        }
    }

    /** Acknowledges a message of this session; without effect once the session has ended. */
    void acknowledge(MqttMessage message) {
        if (!live()) {
            return;
        }
        try {
            client.messageArrivedComplete(message.getId(), message.getQos());
        } catch (MqttException e) {
            LOG.log(Level.DEBUG, () -> "not acknowledged, it will come again: " + explain(e));
        }
    }

    /** Disconnects and lets the broker forget the client. */
    void endForGood() throws MqttException {
        MqttProperties now = new MqttProperties();
        now.setSessionExpiryInterval(0L);
        client.disconnect(1000, null, null, MqttReturnCode.RETURN_CODE_SUCCESS, now)
                .waitForCompletion(2000);
        end("ended for good");
    }

    /** Tells sessions apart, for whoever must not keep them alive. */
    Object identity() {
        return identity;
    }

    /** False once the connection is lost or being closed. */
    boolean live() {
        return connected && !end.isDone() && client.isConnected();
    }

    /** Ends the session for the given reason; the supervising thread cleans up. */
    void end(String reason) {
        end.complete(reason);
    }

    /** Waits for the end and tells its reason. */
    String awaitEnd() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an end is never exceptional", e);
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        try {
            owner.arrived(this, topic, message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Paho would drop the connection; the message stays unacknowledged and comes again after the next one.
            LOG.log(Level.ERROR, "message on " + topic + " was not taken", e);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        MqttException cause = response.getException();
        end(cause == null ? "the broker ended the connection: " + response.getReasonString() : explain(cause));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        LOG.log(Level.DEBUG, () -> "Paho: " + explain(exception));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Each publish has its own listener.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // Subscribing here would wait for an answer that only this thread can take.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        LOG.log(Level.DEBUG, "authentication packet ignored");
    }

    @Override
    public void close() {
        end("closed");
        try {
            if (client.isConnected()) {
                client.disconnect(1000).waitForCompletion(2000);
            } else {
                client.disconnectForcibly(0, 0, false);
            }
        } catch (MqttException e) {
            LOG.log(Level.DEBUG, () -> "disconnecting: " + explain(e));
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            LOG.log(Level.DEBUG, () -> "closing: " + explain(e));
        }
        pings.stop();
    }

    /** Paho's own message, the reason code, and the cause that Paho hides behind "MqttException". */
    static String explain(MqttException e) {
        Throwable cause = e.getCause();
        return cause == null
                ? "%s (%d)".formatted(e.getMessage(), e.getReasonCode())
                : "%s (%d): %s".formatted(e.getMessage(), e.getReasonCode(), cause);
    }

    /** Looks at an answer that arrived; throws when it is a refusal. */
    private interface Check {
        void accept(IMqttToken token) throws PublishException;
    }

    /** Completes a future with Paho's outcome. */
    private record Completion(CompletableFuture<Void> future, Check check) implements MqttActionListener {
        @Override
        @SuppressWarnings("NullAway") // the value of a CompletableFuture<Void> is null
        public void onSuccess(IMqttToken token) {
            try {
                check.accept(token);
                future.complete(null);
            } catch (PublishException e) {
                future.completeExceptionally(e);
            }
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            String why = failure instanceof MqttException e ? explain(e) : String.valueOf(failure);
            future.completeExceptionally(new PublishException(why));
        }
    }
}
