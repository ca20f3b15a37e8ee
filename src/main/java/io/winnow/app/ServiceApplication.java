package io.winnow.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.atomic.AtomicReference;

/** What Quarkus runs: waits until it is told to stop. */
public final class ServiceApplication implements QuarkusApplication {
    private static final AtomicReference<Runnable> WHEN_UP = new AtomicReference<>(() -> {});

    /** Says what to do once the service answers. */
    static void whenUp(Runnable work) {
        WHEN_UP.set(work);
    }

    /** How long whoever accompanies the service has to come to an end while it still answers. */
    private static final long FAREWELL_MILLIS = 5_000;

    @Override
    public int run(String... args) throws InterruptedException {
        Thread thread = new Thread(WHEN_UP.get(), "winnow-companion");
        thread.setDaemon(true);
        thread.start();
        Quarkus.waitForExit();
        thread.interrupt();
        thread.join(FAREWELL_MILLIS);
        return 0;
    }
}
