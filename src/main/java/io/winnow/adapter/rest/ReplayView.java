package io.winnow.adapter.rest;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.life.ReplayPlan;
import io.winnow.core.life.ReplayResult;
import io.winnow.core.life.Replays;
import io.winnow.core.model.Job;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A replay as clients see it; {@code result} is null until its job has succeeded. */
public record ReplayView(
        String id,
        String stationId,
        String modelVersion,
        @Nullable Instant from,
        @Nullable Instant to,
        int most,
        @Nullable JobView job,
        @Nullable ResultView result) {
    /**
     * What came out.
     *
     * @param more whether there were more frames than asked for; the newest were taken
     * @param oldestKept when the oldest inspection that retention has left was decided
     */
    public record ResultView(
            boolean more,
            @Nullable Instant oldestKept,
            int replayed,
            int fromStoredEmbeddings,
            List<ReplayResult.Count> counts,
            List<ChangeView> changes,
            List<SkippedView> skipped) {
        static ResultView of(ReplayResult result) {
            return new ResultView(
                    result.more(),
                    result.oldestKept().orElse(null),
                    result.replayed(),
                    result.fromStored(),
                    result.counts(),
                    result.changes().stream().map(ChangeView::of).toList(),
                    result.skipped().stream().map(SkippedView::of).toList());
        }
    }

    /** A frame that would be decided otherwise. */
    public record ChangeView(
            String inspectionId,
            String inspection,
            String image,
            String frameId,
            Instant decidedAt,
            @Nullable String judgedBy,
            SideView then,
            SideView now) {
        static ChangeView of(ReplayResult.Change change) {
            String self = "/api/v1/inspections/" + change.inspection();
            return new ChangeView(
                    change.inspection().value(),
                    self,
                    self + "/image",
                    change.frame().value(),
                    change.decidedAt(),
                    change.judgedBy().map(ModelVersion::toString).orElse(null),
                    SideView.of(change.then()),
                    SideView.of(change.now()));
        }
    }

    /** A verdict with what it rests on. */
    public record SideView(
            String verdict,
            String reason,
            @Nullable Double score,
            @Nullable Double threshold) {
        static SideView of(Verdict verdict) {
            return new SideView(
                    verdict.word(), verdict.reason(), orNull(verdict.imageScore()), orNull(verdict.rejectedAbove()));
        }
    }

    static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    /** A frame that could not be replayed; {@code reason} is {@code retention}, {@code image} or {@code failed}. */
    public record SkippedView(String inspectionId, @Nullable String frameId, String reason, String detail) {
        static SkippedView of(ReplayResult.Skipped skipped) {
            return new SkippedView(
                    skipped.inspection().value(),
                    skipped.frame().map(FrameId::value).orElse(null),
                    skipped.reason().name().toLowerCase(Locale.ROOT),
                    skipped.detail());
        }
    }

    static ReplayView of(Replays.Replay replay, Optional<Job> job) {
        ReplayPlan plan = replay.plan();
        return new ReplayView(
                replay.job(),
                replay.station().id().value(),
                replay.version().toString(),
                plan.from().orElse(null),
                plan.to().orElse(null),
                plan.most(),
                job.map(JobView::of).orElse(null),
                replay.result().map(ResultView::of).orElse(null));
    }
}
