package io.winnow.adapter.mqtt;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;
import org.jspecify.annotations.Nullable;

/**
 * Has Paho look after keep-alive in time, also when the clock is set back: its own way, {@link java.util.Timer}, goes by the clock and
 * would be silent until that has caught up. Of one connection; thread-safe.
 */
final class SteadyPings implements MqttPingSender {
    private @Nullable ClientComms comms;
    private @Nullable ScheduledThreadPoolExecutor timer;

    @Override
    public synchronized void init(ClientComms client) {
        comms = client;
    }

    @Override
    public synchronized void start() {
        ClientComms client = comms;
        if (client != null && timer == null) {
            timer = new ScheduledThreadPoolExecutor(1, look -> {
                Thread thread = new Thread(look, "mqtt-keep-alive");
                thread.setDaemon(true);
                return thread;
            });
            timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            schedule(client.getKeepAlive());
        }
    }

    /** May be called by a look that found the connection dead. */
    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdown();
            timer = null;
        }
    }

    @Override
    public synchronized void schedule(long delayMillis) {
        ClientComms client = comms;
        if (client != null && timer != null) {
            Runnable look = client::checkForActivity;
            timer.schedule(look, delayMillis, TimeUnit.MILLISECONDS);
        }
    }
}
