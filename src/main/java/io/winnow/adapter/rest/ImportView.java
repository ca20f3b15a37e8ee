package io.winnow.adapter.rest;

import io.winnow.core.exchange.ImportFile.Refusal;
import io.winnow.core.exchange.ImportPlan;
import io.winnow.core.exchange.ImportPlan.Kind;
import io.winnow.core.exchange.ImportRecord;
import io.winnow.core.exchange.Upload;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.review.Label;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An import as clients see it, on its way in and afterwards.
 *
 * @param state uploading, checking, checked, refused, applying, applied, failed or undone
 * @param bytes that have arrived
 * @param percent of what goes on, 0 to 100
 * @param problem why it was refused or failed
 * @param plan what it would change, known once it is checked
 * @param applied what it changed, known once it is applied
 */
public record ImportView(
        String id,
        String stationId,
        String name,
        String state,
        long bytes,
        double percent,
        @Nullable String problem,
        @Nullable PlanView plan,
        @Nullable AppliedView applied) {
    private static final int MOST_LISTED = 200;

    /**
     * What an import would change; lists hold the first 200.
     *
     * @param newFrames frames that the station does not know
     * @param newLabels labels on these
     * @param labels labels on frames of the station that have none
     * @param same frames whose labels say the same already
     * @param conflicts frames whose labels say something else
     * @param unlabelled frames of the station of which the file says nothing
     * @param refused parts that are not taken
     */
    public record PlanView(
            String format,
            int newFrames,
            int newLabels,
            int labels,
            int same,
            int conflicts,
            int unlabelled,
            int refused,
            List<ConflictView> conflictList,
            List<RefusalView> refusedList) {
        static PlanView of(ImportPlan plan) {
            return new PlanView(
                    plan.format().word(),
                    plan.count(Kind.NEW),
                    plan.newLabels(),
                    plan.count(Kind.LABEL),
                    plan.count(Kind.SAME),
                    plan.count(Kind.CONFLICT),
                    plan.count(Kind.NOTHING),
                    plan.refused().size(),
                    plan.of(Kind.CONFLICT, MOST_LISTED).stream()
                            .map(ConflictView::of)
                            .toList(),
                    plan.refused().stream()
                            .limit(MOST_LISTED)
                            .map(RefusalView::of)
                            .toList());
        }
    }

    /** A label in a few words. */
    public record SaidView(
            String verdict,
            @Nullable String defectType,
            int regions,
            @Nullable String labelledBy) {}

    /** A frame that has another label already. */
    public record ConflictView(
            String inspectionId, String frameId, String source, SaidView existing, SaidView imported) {
        static ConflictView of(ImportPlan.Item item) {
            Inspection inspection = item.inspection().orElseThrow();
            Label existing = item.existing().orElseThrow();
            var said = item.claim().label().orElseThrow();
            return new ConflictView(
                    inspection.id().value(),
                    inspection.frame().value(),
                    item.claim().source(),
                    new SaidView(
                            word(existing.verdict()),
                            existing.defectType().orElse(null),
                            existing.regions().size(),
                            existing.labelledBy()),
                    new SaidView(
                            word(said.verdict()),
                            said.defectType().orElse(null),
                            said.marks().regions().size(),
                            said.by().orElse(null)));
        }
    }

    /** A part of the file that is not taken. */
    public record RefusalView(String source, String why) {
        static RefusalView of(Refusal refusal) {
            return new RefusalView(refusal.source(), refusal.why());
        }
    }

    /** What an import changed, and who took it back. */
    public record AppliedView(
            String format,
            int frames,
            int labels,
            String conflicts,
            String by,
            Instant at,
            @Nullable String undoneBy,
            @Nullable Instant undoneAt) {
        static AppliedView of(ImportRecord record) {
            return new AppliedView(
                    record.format().word(),
                    record.frames(),
                    record.labels(),
                    word(record.conflicts()),
                    record.by(),
                    record.at(),
                    record.undone().map(ImportRecord.Undone::by).orElse(null),
                    record.undone().map(ImportRecord.Undone::at).orElse(null));
        }
    }

    static ImportView of(Upload upload, Optional<ImportRecord> applied) {
        return new ImportView(
                upload.id(),
                upload.station().value(),
                upload.name(),
                word(upload.state()),
                upload.bytes(),
                upload.total() == 0 ? 0 : 100.0 * upload.done() / upload.total(),
                upload.problem().orElse(null),
                upload.plan().map(PlanView::of).orElse(null),
                applied.map(AppliedView::of).orElse(null));
    }

    static ImportView of(ImportRecord record) {
        return new ImportView(
                record.id(),
                record.station().value(),
                record.name(),
                record.undone().isPresent() ? "undone" : "applied",
                0,
                100,
                null,
                null,
                AppliedView.of(record));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
