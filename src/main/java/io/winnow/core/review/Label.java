package io.winnow.core.review;

import io.winnow.core.image.RegionOfInterest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a person says of an inspected frame.
 *
 * @param defectType the kind of defect, where the person named one; none on a normal frame
 * @param regions where the defects are, in fractions of the whole image; none on a normal frame
 * @param labelledBy who
 * @throws IllegalArgumentException when a normal frame carries a defect type or regions
 */
public record Label(
        Truth verdict,
        Optional<String> defectType,
        List<RegionOfInterest> regions,
        String labelledBy,
        Instant labelledAt) {
    /** What a frame really shows. */
    public enum Truth {
        NORMAL,
        DEFECT
    }

    public Label {
        regions = List.copyOf(regions);
        if (verdict == Truth.NORMAL && (defectType.isPresent() || !regions.isEmpty())) {
            throw new IllegalArgumentException(
                    "a normal frame has no defect: defect type %s and %d regions must be absent"
                            .formatted(defectType.orElse("none"), regions.size()));
        }
        defectType.ifPresent(type -> {
            if (type.isBlank() || type.length() > 64) {
                throw new IllegalArgumentException("defect type '%.70s' must have 1 to 64 characters".formatted(type));
            }
        });
        if (regions.size() > 100) {
            throw new IllegalArgumentException(
                    "%d regions; at most 100 are kept for a frame".formatted(regions.size()));
        }
    }
}
