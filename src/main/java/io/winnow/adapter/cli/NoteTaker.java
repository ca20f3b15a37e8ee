package io.winnow.adapter.cli;

import io.winnow.core.bench.BenchListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the notes of a study for its report and passes everything on. Thread-safe. */
final class NoteTaker implements BenchListener {
    private final BenchListener next;
    private final List<String> notes = new CopyOnWriteArrayList<>();

    NoteTaker(BenchListener next) {
        this.next = next;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void note(String text) {
        notes.add(text);
        next.note(text);
    }

    @Override
    public void progress(long done, long total, Optional<Duration> remaining, String doing) {
        next.progress(done, total, remaining, doing);
    }
}
