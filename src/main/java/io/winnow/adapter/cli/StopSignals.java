package io.winnow.adapter.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What SIGTERM and Ctrl-C do until this is closed. The virtual machine's own way, shutdown hooks, runs all of them at once: ONNX
 * Runtime's hook frees the engine while a frame is still in it, and the process dies of a segmentation fault.
 */
public final class StopSignals implements AutoCloseable {
    private static final int SIGNALLED = 128;

    private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();

    private StopSignals(IntConsumer handler) {
        for (String name : new String[] {"TERM", "INT"}) {
            Signal signal = new Signal(name);
            before.put(signal, Signal.handle(signal, received -> handler.accept(received.getNumber())));
        }
    }

    /**
     * The first signal begins an orderly end, a second one ends the process at once.
     *
     * @param stop begins the end and returns; called on a thread of the virtual machine
     */
    public static StopSignals endInOrder(Runnable stop) {
        AtomicBoolean stopping = new AtomicBoolean();
        return new StopSignals(signal -> {
            if (stopping.compareAndSet(false, true)) {
                stop.run();
            } else {
                halt(signal);
            }
        });
    }

    /**
     * A signal ends the process without shutdown hooks: for work of which every finished part is on disk.
     *
     * @param farewell may print, must not wait
     */
    public static StopSignals endAtOnce(Runnable farewell) {
        return new StopSignals(signal -> {
            farewell.run();
            halt(signal);
        });
    }

    private static void halt(int signal) {
        Runtime.getRuntime().halt(SIGNALLED + signal);
    }

    /** Puts back what the signals did before. */
    @Override
    public void close() {
        before.forEach(Signal::handle);
    }
}
