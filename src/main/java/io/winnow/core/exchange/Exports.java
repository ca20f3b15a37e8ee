package io.winnow.core.exchange;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.InspectionId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a station's labels and frames, a page of inspections and one image at a time. Thread-safe. */
public final class Exports {
    private static final int PAGE = 200;
    private static final int REMEMBERED = 50;

    /**
     * How far an export is.
     *
     * @param frames how many there were when it began
     * @param state running, done or failed
     */
    public record Progress(long frames, long written, String state) {}

    private final ExchangeStore store;
    private final FrameStore images;
    private final FrameWriter.Factory writers;
    private final Map<String, Progress> progress = new LinkedHashMap<>();

    public Exports(ExchangeStore store, FrameStore images, FrameWriter.Factory writers) {
        this.store = store;
        this.images = images;
        this.writers = writers;
    }

    /** How many frames a query means. */
    public long count(ExportQuery query) {
        return store.count(query);
    }

    /** How far the export that was given a ticket is. */
    public Optional<Progress> progress(String ticket) {
        synchronized (progress) {
            return Optional.ofNullable(progress.get(ticket));
        }
    }

    /**
     * Writes everything that a query means, oldest first.
     *
     * @param withImages whether images go with the labels
     * @param ticket under which the export can be asked how far it is
     * @param out not closed
     */
    public void write(
            ExportQuery query, ExportFormat format, boolean withImages, Optional<String> ticket, OutputStream out)
            throws IOException {
        long frames = store.count(query);
        long written = 0;
        String end = "failed";
        note(ticket, new Progress(frames, 0, "running"));
        try (FrameWriter writer = writers.open(format, withImages, out)) {
            Optional<InspectionId> after = Optional.empty();
            List<StoredFrame> page;
            do {
                page = store.frames(query, after, PAGE);
                for (StoredFrame frame : page) {
                    writer.add(frame, withImages ? image(frame) : Optional.empty());
                    note(ticket, new Progress(frames, ++written, "running"));
                    after = Optional.of(frame.inspection().id());
                }
            } while (page.size() == PAGE);
            end = "done";
        } finally {
            note(ticket, new Progress(frames, written, end));
        }
    }

    private Optional<EncodedImage> image(StoredFrame frame) throws IOException {
        return images.find(frame.inspection().frameHash());
    }

    private void note(Optional<String> ticket, Progress now) {
        if (ticket.isEmpty()) {
            return;
        }
        synchronized (progress) {
            progress.put(ticket.get(), now);
            if (progress.size() > REMEMBERED) {
                progress.remove(progress.keySet().iterator().next());
            }
        }
    }
}
