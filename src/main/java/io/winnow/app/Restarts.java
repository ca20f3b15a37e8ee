package io.winnow.app;

import io.quarkus.runtime.Quarkus;
import io.winnow.core.configuration.RemoteConfiguration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends the process in order so that whoever watches over it starts it again: the launcher, systemd, Kubernetes. Thread-safe. */
final class Restarts implements RemoteConfiguration.Restart {
    /** How the process ends when it is to be started again. */
    static final int EXIT_STATUS = 86;

    /** Environment variable by which the one who watches says so. */
    static final String VARIABLE = "WINNOW_SUPERVISED";

    /** Long enough for the answer to whoever asked to get out. */
    private static final long ANSWER_MILLIS = 500;

    private final boolean supervised;
    private final AtomicBoolean begun = new AtomicBoolean();

    Restarts(Map<String, String> environment) {
        this.supervised = "true".equals(environment.get(VARIABLE));
    }

    @Override
    public boolean supervised() {
        return supervised;
    }

    @Override
    public void begin() {
        if (begun.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(() -> Quarkus.asyncExit(EXIT_STATUS));
        }
    }

    /** The status with which the process ends, where it would otherwise with that. */
    int status(int otherwise) {
        return begun.get() && otherwise == 0 ? EXIT_STATUS : otherwise;
    }
}
