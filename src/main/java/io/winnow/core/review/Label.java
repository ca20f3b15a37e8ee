package io.winnow.core.review;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.RegionOfInterest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What a person says of an inspected frame.
 *
 * @param defectType the kind of defect, where the person named one; none on a normal frame
 * @param marks where the defects are; none on a normal frame
 * @param labelledBy who
 * @param labelledAt when, to the microsecond
 * @throws IllegalArgumentException when a normal frame carries a defect type or regions
 */
public record Label(Truth verdict, Optional<String> defectType, Marks marks, String labelledBy, Instant labelledAt) {
    private static final int LONGEST_TYPE = 64;

    /** What a frame really shows. */
    public enum Truth {
        NORMAL,
        DEFECT
    }

    public Label {
        labelledAt = labelledAt.truncatedTo(ChronoUnit.MICROS);
        if (verdict == Truth.NORMAL && (defectType.isPresent() || !marks.isEmpty())) {
            throw new IllegalArgumentException(
                    "a normal frame has no defect: defect type %s and %d regions must be absent"
                            .formatted(
                                    defectType.orElse("none"), marks.regions().size()));
        }
        defectType.ifPresent(Label::checkType);
    }

    /** A label whose regions are boxes. */
    public Label(
            Truth verdict,
            Optional<String> defectType,
            List<RegionOfInterest> boxes,
            String labelledBy,
            Instant labelledAt) {
        this(verdict, defectType, Marks.boxes(boxes), labelledBy, labelledAt);
    }

    static void checkType(String type) {
        if (type.isBlank() || type.length() > LONGEST_TYPE) {
            throw new IllegalArgumentException(
                    "defect type '%.70s' must have 1 to %d characters".formatted(type, LONGEST_TYPE));
        }
    }

    /** The boxes around the marked regions, in fractions of the whole image. */
    public List<RegionOfInterest> regions() {
        return marks.regions().stream().map(region -> region.shape().bounds()).toList();
    }

    /** Names this label as it is: another one, by whomever and whenever, has another name. */
    public String revision() {
        return fingerprint("%s|%s|%s|%s|%s".formatted(verdict, defectType, marks, labelledBy, labelledAt));
    }

    static String fingerprint(String text) {
        return ContentHash.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .hex()
                .substring(0, 16);
    }
}
