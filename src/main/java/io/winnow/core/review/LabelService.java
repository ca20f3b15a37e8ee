package io.winnow.core.review;

import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.InspectionId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Takes what people say of inspections and tells whoever listens. Thread-safe. */
public final class LabelService {
    /** Hears of labels; {@code label} is empty when one was taken back. */
    public interface Listener {
        void labelled(InspectionId inspection, Optional<Label> label);
    }

    private final LabelStore labels;
    private final Clock clock;
    private final Listener listener;

    public LabelService(LabelStore labels, Clock clock, Listener listener) {
        this.labels = labels;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Labels an inspection that exists.
     *
     * @throws IllegalArgumentException when the label contradicts itself, see {@link Label}
     */
    public Label put(
            InspectionId inspection,
            Label.Truth verdict,
            Optional<String> defectType,
            List<RegionOfInterest> regions,
            String by) {
        return put(inspection, verdict, defectType, Marks.boxes(regions), by);
    }

    /** The same with regions of any shape. */
    public Label put(
            InspectionId inspection, Label.Truth verdict, Optional<String> defectType, Marks marks, String by) {
        Label label = new Label(verdict, defectType, marks, by, clock.instant());
        labels.put(inspection, label);
        listener.labelled(inspection, Optional.of(label));
        return label;
    }

    /** Takes a label back. */
    public void remove(InspectionId inspection) {
        labels.remove(inspection);
        listener.labelled(inspection, Optional.empty());
    }
}
