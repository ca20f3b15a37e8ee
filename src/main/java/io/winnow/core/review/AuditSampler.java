package io.winnow.core.review;

import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.ReviewSelection.Reason;
import io.winnow.core.inspection.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Chooses the frames that are to be reviewed: every reject, every frame in the grey band, and a random share of the passed ones. The
 * draw is a hash over station, frame and time of capture, so that a frame that is delivered again is drawn alike, and nobody who
 * labels can steer it. Immutable and thread-safe.
 *
 * @param share of the passed frames, 0 to 1
 */
public record AuditSampler(double share) {
    /** Share of the passed frames that is reviewed unless the configuration says otherwise. */
    public static final double DEFAULT_SHARE = 0.02;

    private static final double TWO_TO_53 = 0x1p53;

    public AuditSampler {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("audit share = %s must be 0 to 1".formatted(share));
        }
    }

    /** What a frame with that verdict is chosen for; empty where the frame was not scored. */
    public Optional<ReviewSelection> select(CapturedFrame frame, Verdict verdict) {
        if (verdict instanceof Verdict.Reject) {
            return Optional.of(new ReviewSelection(Reason.REJECT, 1));
        }
        if (verdict instanceof Verdict.Undecided undecided) {
            return undecided.band().map(grey -> new ReviewSelection(Reason.GREY_BAND, 1));
        }
        return Optional.of(new ReviewSelection(draw(frame) < share ? Reason.AUDIT : Reason.NONE, share));
    }

    /** Uniform from 0 to below 1. */
    private static double draw(CapturedFrame frame) {
        String text = "%s %s %s".formatted(frame.station(), frame.id(), frame.capturedAt());
        String hex = ContentHash.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .hex();
        return (Long.parseUnsignedLong(hex.substring(0, 16), 16) >>> 11) / TWO_TO_53;
    }
}
