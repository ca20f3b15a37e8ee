package io.winnow.core.exchange;

import io.winnow.core.exchange.FrameClaim.Said;
import io.winnow.core.exchange.ImportFile.Content;
import io.winnow.core.exchange.ImportFile.Refusal;
import io.winnow.core.exchange.ImportPlan.Item;
import io.winnow.core.exchange.ImportPlan.Kind;
import io.winnow.core.image.ImageSize;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds what a file says against what a station knows. Changes nothing. Used by one thread. */
final class ImportPlanner {
    private final ExchangeStore store;
    private final StationId station;
    private final List<Item> items = new ArrayList<>();
    private final List<Refusal> refused;
    /** Where each frame was first spoken of. */
    private final Map<String, String> spokenOf = new HashMap<>();

    private ImportPlanner(ExchangeStore store, StationId station, Content content) {
        this.store = store;
        this.station = station;
        this.refused = new ArrayList<>(content.refused());
    }

    static ImportPlan plan(ExchangeStore store, StationId station, ExportFormat format, Content content) {
        ImportPlanner planner = new ImportPlanner(store, station, content);
        content.claims().forEach(planner::add);
        return new ImportPlan(format, planner.items, planner.refused);
    }

    private void refuse(FrameClaim claim, String why, Object... values) {
        refused.add(new Refusal(claim.source(), why.formatted(values)));
    }

    private void add(FrameClaim claim) {
        List<StoredFrame> found = known(claim);
        if (found.size() > 1) {
            refuse(
                    claim,
                    "%d frames of station %s are called '%s'; give captured_at or sha256 as well",
                    found.size(),
                    station,
                    claim.frame().orElseThrow());
            return;
        }
        String name = found.isEmpty()
                ? claim.frame() + " " + claim.capturedAt()
                : found.get(0).inspection().id().value();
        String earlier = spokenOf.putIfAbsent(name, claim.source());
        if (earlier != null) {
            refuse(claim, "the frame was spoken of before, in %s; each frame counts once", earlier);
        } else if (found.isEmpty()) {
            addNew(claim);
        } else {
            addKnown(claim, found.get(0));
        }
    }

    /** The stored frame that a claim means; several where it does not say enough. */
    private List<StoredFrame> known(FrameClaim claim) {
        List<StoredFrame> named = claim.frame().map(frame -> store.byFrame(station, frame)).orElse(List.of()).stream()
                .filter(frame -> claim.capturedAt()
                        .map(at -> at.equals(frame.inspection().capturedAt()))
                        .orElse(true))
                .toList();
        if (claim.hash().isEmpty()) {
            return named;
        }
        List<StoredFrame> alike = store.byHash(station, claim.hash().get());
        return named.stream()
                .filter(frame ->
                        frame.inspection().frameHash().equals(claim.hash().get()))
                .findFirst()
                .or(() -> alike.stream().findFirst())
                .map(List::of)
                .orElse(List.of());
    }

    private void addNew(FrameClaim claim) {
        if (claim.image().isEmpty()) {
            refuse(
                    claim,
                    "station %s has no frame '%s' and the file brings no image of it",
                    station,
                    claim.frame()
                            .map(Object::toString)
                            .orElseGet(() -> claim.hash().map(Object::toString).orElse("without a name")));
            return;
        }
        boolean taken = claim.frame().map(frame -> store.byFrame(station, frame)).orElse(List.of()).stream()
                .anyMatch(frame ->
                        claim.capturedAt().equals(Optional.of(frame.inspection().capturedAt())));
        if (taken) {
            refuse(
                    claim,
                    "station %s has a frame '%s' captured at %s with another image",
                    station,
                    claim.frame().orElseThrow(),
                    claim.capturedAt().orElseThrow());
            return;
        }
        check(claim, claim.size(), Kind.NEW, Optional.empty());
    }

    private void addKnown(FrameClaim claim, StoredFrame known) {
        Optional<ImageSize> size = known.inspection().imageSize().or(claim::size);
        Optional<Label> existing = known.label();
        Kind kind = claim.label().isEmpty()
                ? Kind.NOTHING
                : existing.isEmpty()
                        ? Kind.LABEL
                        : same(claim.label().get(), existing.get(), size) ? Kind.SAME : Kind.CONFLICT;
        check(claim, size, kind, Optional.of(known));
    }

    /** Takes the claim unless its regions do not fit the image. */
    private void check(FrameClaim claim, Optional<ImageSize> size, Kind kind, Optional<StoredFrame> known) {
        try {
            if (size.isPresent()) {
                claim.label().ifPresent(said -> said.marks().checkFits(size.get()));
            }
        } catch (IllegalArgumentException e) {
            refuse(claim, "%s", String.valueOf(e.getMessage()));
            return;
        }
        Optional<Inspection> inspection = known.map(StoredFrame::inspection);
        items.add(new Item(claim, kind, inspection, known.flatMap(StoredFrame::label)));
    }

    /** Whether both say the same: word, type and the very pixels, however they are described. */
    private static boolean same(Said said, Label label, Optional<ImageSize> size) {
        if (said.verdict() != label.verdict() || !said.defectType().equals(label.defectType())) {
            return false;
        }
        return said.marks().equals(label.marks())
                || size.isPresent()
                        && Arrays.equals(
                                said.marks().mask(size.get()), label.marks().mask(size.get()));
    }
}
