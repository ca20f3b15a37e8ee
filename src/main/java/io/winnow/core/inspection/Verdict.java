package io.winnow.core.inspection;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What becomes of a part. */
public sealed interface Verdict {
    /** One word for messages, tables and metric tags. */
    String word();

    /** A sentence for people. */
    String reason();

    /** The image's score; empty where it was not scored. */
    default OptionalDouble imageScore() {
        return OptionalDouble.empty();
    }

    /** The threshold in force, above which a frame was rejected; empty where it was not scored. */
    default OptionalDouble rejectedAbove() {
        return OptionalDouble.empty();
    }

    /**
     * The part looks like the normal ones.
     *
     * @param score of the image, at most {@code threshold}
     */
    record Pass(double score, double threshold) implements Verdict {
        @Override
        public OptionalDouble imageScore() {
            return OptionalDouble.of(score);
        }

        @Override
        public OptionalDouble rejectedAbove() {
            return OptionalDouble.of(threshold);
        }

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
        public OptionalDouble imageScore() {
            return OptionalDouble.of(score);
        }

        @Override
        public OptionalDouble rejectedAbove() {
            return OptionalDouble.of(threshold);
        }

        @Override
        public String word() {
            return "reject";
        }

        @Override
        public String reason() {
            return String.format(Locale.ROOT, "score %.4g is above the threshold %.4g", score, threshold);
        }
    }

    /**
     * No verdict could be given; the line goes on.
     *
     * @param band score and thresholds of a frame in the grey band, and of no other
     */
    record Undecided(Cause cause, String reason, Optional<GreyBand> band) implements Verdict {
        public Undecided {
            if (band.isPresent() != (cause == Cause.GREY_BAND)) {
                throw new IllegalArgumentException(
                        "cause %s with grey band %s; a score belongs to the cause GREY_BAND alone"
                                .formatted(cause, band));
            }
        }

        /** Undecided for another cause than the grey band. */
        public Undecided(Cause cause, String reason) {
            this(cause, reason, Optional.empty());
        }

        /** Neither clearly normal nor clearly anomalous: somebody should look at the part. */
        public static Undecided between(double score, double reviewThreshold, double threshold) {
            return new Undecided(
                    Cause.GREY_BAND,
                    String.format(
                            Locale.ROOT,
                            "score %.4g is in the grey band above %.4g and up to %.4g: check by hand",
                            score,
                            reviewThreshold,
                            threshold),
                    Optional.of(new GreyBand(score, reviewThreshold, threshold)));
        }

        @Override
        public OptionalDouble imageScore() {
            return band.map(grey -> OptionalDouble.of(grey.score())).orElse(OptionalDouble.empty());
        }

        @Override
        public OptionalDouble rejectedAbove() {
            return band.map(grey -> OptionalDouble.of(grey.threshold())).orElse(OptionalDouble.empty());
        }

        @Override
        public String word() {
            return "undecided";
        }
    }

    /**
     * A score between the two thresholds.
     *
     * @param score above {@code reviewThreshold}, at most {@code threshold}
     */
    record GreyBand(double score, double reviewThreshold, double threshold) {}

    /** Why a frame stayed undecided; doubles as a metric tag. */
    enum Cause {
        /** The score is between the review threshold and the reject threshold. */
        GREY_BAND,
        /** The station has no model yet. */
        COLLECTING,
        /** The station's model was refused and no other can stand in for it. */
        MODEL_UNUSABLE,
        /** No bytes. */
        IMAGE_EMPTY,
        /** No image, or a damaged one. */
        IMAGE_UNREADABLE,
        /** An image of a kind that is not read. */
        IMAGE_UNSUPPORTED,
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
        /** The frame came with an import, not from the camera: nothing was to be decided of it. */
        IMPORTED,
        /** Frames came faster than they could be judged; this one was not looked at. */
        OVERLOAD,
        /** Scoring failed; the log has the exception. */
        SCORING_FAILED
    }
}
