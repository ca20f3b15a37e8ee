package io.winnow.core.exchange;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.Label;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stored frames as they leave and come. Thread-safe. */
public interface ExchangeStore {
    /**
     * A label that an import sets.
     *
     * @param expected the label that was there when the import was checked
     */
    record LabelChange(InspectionId inspection, Optional<Label> expected, Label label) {}

    /**
     * What the undo of an import did.
     *
     * @param labels what is said now of the frames whose labels it took back
     * @param framesRemoved frames that had come with the import
     * @param labelsKept labels that somebody has changed since, which stay
     * @param framesKept frames that somebody has labelled since, which stay
     */
    record UndoOutcome(List<TakenBack> labels, int framesRemoved, int labelsKept, int framesKept) {}

    /** A label that was taken back, and the one that is there again. */
    record TakenBack(InspectionId inspection, Optional<Label> now) {}

    /** A label or an import is not what it was when somebody looked; the message says which. */
    final class ChangedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public ChangedException(String message) {
            super(message);
        }
    }

    /** How many frames a query means. */
    long count(ExportQuery query);

    /** Frames of a query in the order of their ids, after one of them. */
    List<StoredFrame> frames(ExportQuery query, Optional<InspectionId> after, int limit);

    /** Frames of a station with that image, newest first. */
    List<StoredFrame> byHash(StationId station, ContentHash hash);

    /** Frames of a station with that name, newest first. */
    List<StoredFrame> byFrame(StationId station, FrameId frame);

    /** Announces an import: from now on retention keeps the images, although no inspection names them yet. */
    void begin(ImportRecord planned, List<ContentHash> images);

    /**
     * Stores frames and labels of an announced import, all or nothing.
     *
     * @throws ChangedException when a label is not the expected one
     */
    void apply(ImportRecord done, List<Inspection> frames, List<LabelChange> labels);

    /** Forgets an announced import that was not applied; no error where there is none. */
    void abandon(String id);

    /** Forgets all imports that were announced and not applied. */
    void sweep();

    /**
     * Takes an applied import back, all or nothing, but for what somebody has changed since.
     *
     * @throws ChangedException when it is not applied
     */
    UndoOutcome undo(String id, String by, Instant at);

    /** An applied import. */
    Optional<ImportRecord> find(String id);

    /** Applied imports of a station, newest first. */
    List<ImportRecord> list(StationId station, int limit);
}
