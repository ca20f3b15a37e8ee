package io.winnow.core.exchange;

import io.winnow.core.exchange.ImportFile.Refusal;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.review.Label;
import java.util.List;
import java.util.Optional;

/** What an import would change, before it changes anything. Immutable. */
public record ImportPlan(ExportFormat format, List<Item> items, List<Refusal> refused) {
    /** What becomes of one frame of the file. */
    public enum Kind {
        /** The station does not know it: it becomes a stored frame, with its label where it has one. */
        NEW,
        /** The station knows it and nobody has labelled it. */
        LABEL,
        /** Its label says the same already. */
        SAME,
        /** Its label says something else. */
        CONFLICT,
        /** The station knows it and the file says nothing of it. */
        NOTHING
    }

    /**
     * One frame of the file.
     *
     * @param inspection the frame as the station knows it; empty for a new one
     * @param existing its label
     */
    public record Item(FrameClaim claim, Kind kind, Optional<Inspection> inspection, Optional<Label> existing) {}

    public ImportPlan {
        items = List.copyOf(items);
        refused = List.copyOf(refused);
    }

    /** How many frames become of a kind. */
    public int count(Kind kind) {
        return (int) items.stream().filter(item -> item.kind() == kind).count();
    }

    /** New frames that bring a label. */
    public int newLabels() {
        return (int) items.stream()
                .filter(item -> item.kind() == Kind.NEW && item.claim().label().isPresent())
                .count();
    }

    /** Frames of a kind, at most so many of them. */
    public List<Item> of(Kind kind, int most) {
        return items.stream().filter(item -> item.kind() == kind).limit(most).toList();
    }
}
