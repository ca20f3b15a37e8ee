package io.winnow.core.station;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where frames are stored while they are judged: storing waits for a disk or an object store and costs hardly any processor time. A
 * thread for each frame that is on its way. The threads do not keep the process from ending: whoever stores a frame waits for it.
 * Thread-safe.
 */
public final class FrameWriter implements Executor {
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "winnow-frame-writer");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }
}
