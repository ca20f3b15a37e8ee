package io.winnow.core.exchange;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.review.Label;
import java.util.Optional;

/**
 * A stored frame with what people say of it.
 *
 * @param unsure whether somebody looked at it and was not sure; then there is no label
 */
public record StoredFrame(Inspection inspection, Optional<Label> label, boolean unsure) {
    /** What is said of it in one word; empty where nobody said anything. */
    public Optional<String> word() {
        return unsure
                ? Optional.of("unsure")
                : label.map(said -> said.verdict() == Label.Truth.DEFECT ? "defect" : "normal");
    }

    /** The kind of defect: the label's, or that of all its regions where they have one and the same. */
    public Optional<String> defectType() {
        return label.flatMap(said -> said.defectType().or(() -> {
            var own = said.marks().regions().stream()
                    .map(region -> region.defectType())
                    .distinct()
                    .toList();
            return own.size() == 1 ? own.get(0) : Optional.empty();
        }));
    }
}
