package io.winnow.core.exchange;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageSize;
import io.winnow.core.review.Label;
import io.winnow.core.review.Marks;
import java.time.Instant;
import java.util.Optional;

/**
 * What an imported file says of one frame.
 *
 * @param source where it says so, for people: an entry or a row
 * @param hash SHA-256 of the image, read from the image where it came along
 * @param image name under which the file gives its bytes; empty where it has none
 * @param size of that image
 * @param label empty where the file says nothing of the frame, or that somebody was not sure
 */
public record FrameClaim(
        String source,
        Optional<FrameId> frame,
        Optional<Instant> capturedAt,
        Optional<ContentHash> hash,
        Optional<String> image,
        Optional<ImageSize> size,
        Optional<Said> label) {
    /**
     * A label in a file.
     *
     * @param by who gave it, where the file says so
     * @param at when, where the file says so
     */
    public record Said(
            Label.Truth verdict, Optional<String> defectType, Marks marks, Optional<String> by, Optional<Instant> at) {
        /**
         * As it would be stored.
         *
         * @param importer who imports it: stands where the file does not say who gave it
         * @param now stands where the file does not say when
         */
        public Label toLabel(String importer, Instant now) {
            return new Label(verdict, defectType, marks, by.orElse(importer), at.orElse(now));
        }
    }
}
