package io.winnow.core.inspection;

import java.util.Locale;

/** What becomes of a part. */
public sealed interface Verdict {
    /** One word for messages, tables and metric tags. */
    String word();

    /** A sentence for people. */
    String reason();

    /**
     * The part looks like the normal ones.
     *
     * @param score of the image, at most {@code threshold}
     */
    record Pass(double score, double threshold) implements Verdict {
        @Override
        public String word() {
            return "pass";
        }

        @Override
        public String reason() {
            return String.format(Locale.ROOT, "score %.4g is at most the threshold %.4g", score, threshold);
        }
    }

    /**
     * The part looks anomalous.
     *
     * @param score of the image, above {@code threshold}
     */
    record Reject(double score, double threshold) implements Verdict {
        @Override
        public String word() {
            return "reject";
        }

        @Override
        public String reason() {
            return String.format(Locale.ROOT, "score %.4g is above the threshold %.4g", score, threshold);
        }
    }

    /** No verdict could be given; the line goes on. */
    record Undecided(Cause cause, String reason) implements Verdict {
        @Override
        public String word() {
            return "undecided";
        }
    }

    /** Why a frame stayed undecided; doubles as a metric tag. */
    enum Cause {
        /** The station has no model yet. */
        COLLECTING,
        /** The station's model was refused and no other can stand in for it. */
        MODEL_UNUSABLE,
        /** No bytes. */
        IMAGE_EMPTY,
        /** Not an image that can be read. */
        IMAGE_UNREADABLE,
        /** The image ends too early. */
        IMAGE_TRUNCATED,
        /** More bytes than the station's limit. */
        IMAGE_TOO_LARGE,
        /** Height, width or area outside the station's limits. */
        IMAGE_ABSURD_DIMENSIONS,
        /** Much less sharp than the frames that the model was fitted on. */
        IMAGE_BLURRED,
        /** Much darker than the frames that the model was fitted on. */
        IMAGE_DARK,
        /** Much brighter than the frames that the model was fitted on, or clipped. */
        IMAGE_OVEREXPOSED,
        /** Hardly any structure: something covers the camera, or it sees nothing. */
        CAMERA_BLOCKED,
        /** Scoring failed; the log has the exception. */
        SCORING_FAILED
    }
}
