package io.winnow.core.exchange;

import io.winnow.core.exchange.ExchangeStore.LabelChange;
import io.winnow.core.exchange.ImportFile.RefusedException;
import io.winnow.core.exchange.ImportPlan.Item;
import io.winnow.core.exchange.ImportPlan.Kind;
import io.winnow.core.exchange.ImportRecord.Conflicts;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.Timings;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.Label;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Applies one checked import: images first, which retention keeps from the beginning on, then all rows in one transaction. A process
 * that is killed in between leaves images that the next run of retention deletes, and nothing else. Used by one thread.
 */
final class ImportRun {
    /** What made the frame come, as a camera's trigger does. */
    static final String TRIGGER = "import";

    private final Imports.Tools tools;
    private final Upload upload;
    private final ImportPlan plan;
    private final Conflicts conflicts;
    private final BiConsumer<Integer, Integer> progress;
    private final Instant now;
    private final SplittableRandom random = new SplittableRandom();

    ImportRun(Imports.Tools tools, Upload upload, Conflicts conflicts, BiConsumer<Integer, Integer> progress) {
        this.tools = tools;
        this.upload = upload;
        this.plan = upload.plan().orElseThrow();
        this.conflicts = conflicts;
        this.progress = progress;
        this.now = tools.clock().instant();
    }

    void run() throws IOException, RefusedException {
        List<Item> fresh = plan.of(Kind.NEW, Integer.MAX_VALUE);
        List<Inspection> frames = new ArrayList<>();
        List<LabelChange> labels = new ArrayList<>();
        for (Item item : fresh) {
            Inspection frame = inspection(item.claim());
            frames.add(frame);
            item.claim()
                    .label()
                    .ifPresent(said ->
                            labels.add(new LabelChange(frame.id(), Optional.empty(), said.toLabel(upload.by(), now))));
        }
        List<LabelChange> onKnown = onKnown();
        labels.addAll(onKnown);
        ImportRecord record = new ImportRecord(
                upload.id(),
                upload.station(),
                upload.name(),
                plan.format(),
                conflicts,
                frames.size(),
                labels.size(),
                upload.by(),
                now,
                Optional.empty());
        List<ContentHash> images = frames.stream().map(Inspection::frameHash).toList();
        tools.store().begin(record, images);
        try {
            storeImages(fresh);
            tools.store().apply(record, frames, labels);
        } catch (IOException | RefusedException | RuntimeException e) {
            tools.store().abandon(record.id());
            throw e;
        }
        // What the camera itself took teaches as if somebody had labelled it by hand; imported frames teach nothing by
        // themselves.
        onKnown.forEach(change -> tools.listener().labelled(change.inspection(), Optional.of(change.label())));
    }

    private List<LabelChange> onKnown() {
        List<LabelChange> changes = new ArrayList<>();
        for (Item item : plan.items()) {
            boolean set = item.kind() == Kind.LABEL || item.kind() == Kind.CONFLICT && conflicts == Conflicts.REPLACE;
            if (set) {
                Label label = item.claim().label().orElseThrow().toLabel(upload.by(), now);
                changes.add(new LabelChange(item.inspection().orElseThrow().id(), item.existing(), label));
            }
        }
        return changes;
    }

    private void storeImages(List<Item> fresh) throws IOException, RefusedException {
        try (ImportFile file = tools.files().open(upload.file())) {
            Set<ContentHash> stored = new HashSet<>();
            for (Item item : fresh) {
                FrameClaim claim = item.claim();
                if (stored.add(claim.hash().orElseThrow())) {
                    EncodedImage image =
                            EncodedImage.adopt(file.image(claim.image().orElseThrow()));
                    if (!image.hash().equals(claim.hash().get())) {
                        throw new RefusedException("image of %s has SHA-256 %s; it was %s when it was checked"
                                .formatted(
                                        claim.source(),
                                        image.hash(),
                                        claim.hash().get()));
                    }
                    tools.frames().put(image);
                }
                progress.accept(stored.size(), fresh.size());
            }
        }
    }

    /** A frame that nothing was decided of, since its camera's line had no question. */
    private Inspection inspection(FrameClaim claim) {
        ContentHash hash = claim.hash().orElseThrow();
        Instant capturedAt = claim.capturedAt().orElse(now);
        return new Inspection(
                id(capturedAt),
                upload.station(),
                claim.frame().orElseGet(() -> new FrameId("import-" + hash.hex().substring(0, 16))),
                Optional.empty(),
                Optional.of(TRIGGER),
                hash,
                claim.size(),
                capturedAt,
                now,
                Optional.empty(),
                new Verdict.Undecided(
                        Verdict.Cause.IMPORTED, "imported with '%s'; no model was asked".formatted(upload.name())),
                List.of(),
                Optional.empty(),
                Timings.NONE,
                Optional.empty());
    }

    /** A UUID of version 7 of the time of capture, so that imported frames are listed where they belong in time. */
    private InspectionId id(Instant capturedAt) {
        long milliseconds = Math.max(0, capturedAt.toEpochMilli()) & 0xFFFF_FFFF_FFFFL;
        long high = milliseconds << 16 | 0x7000 | random.nextInt(0x1000);
        long low = 0x8000_0000_0000_0000L | random.nextLong() >>> 2;
        return new InspectionId(new UUID(high, low).toString());
    }
}
