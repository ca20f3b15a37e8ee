package io.winnow.adapter.cli;

import io.winnow.core.bench.BenchListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/**
 * Shows progress on a terminal as one line that is written over, and elsewhere as a line now and then. Thread-safe.
 */
final class ConsoleProgress implements BenchListener {
    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(250);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(15);
    private static final int WIDTH = 110;

    private final PrintWriter out;
    private final boolean terminal;
    private long shownAt = Long.MIN_VALUE;

    ConsoleProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public synchronized void note(String text) {
        clear();
        out.println("note: " + text);
        out.flush();
    }

    @Override
    public synchronized void progress(long done, long total, Optional<Duration> remaining, String doing) {
        long now = System.nanoTime();
        Duration interval = terminal ? TERMINAL_INTERVAL : LOG_INTERVAL;
        boolean due = shownAt == Long.MIN_VALUE || now - shownAt >= interval.toNanos();
        if (due || done == total) {
            shownAt = now;
            show("%3d %% (%d of %d steps), %s: %s"
                    .formatted(
                            total == 0 ? 100 : 100 * done / total,
                            done,
                            total,
                            remaining.map(time -> text(time) + " left").orElse("remaining time not known yet"),
                            doing));
        }
    }

    /** Says what goes on, for work of unknown length. */
    synchronized void doing(String what) {
        show(what);
    }

    /** Ends the line that is written over. */
    synchronized void end() {
        clear();
        out.flush();
    }

    private void show(String line) {
        if (terminal) {
            clear();
            out.print(line.length() > WIDTH ? line.substring(0, WIDTH) : line);
        } else {
            out.println(line);
        }
        out.flush();
    }

    private void clear() {
        if (terminal) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
        }
    }

    private static String text(Duration time) {
        if (time.toHours() > 0) {
            return "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
        }
        return time.toMinutes() > 0
                ? "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart())
                : "%d s".formatted(time.toSeconds());
    }
}
