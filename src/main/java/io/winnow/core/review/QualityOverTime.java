package io.winnow.core.review;

import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.LabelStore.Labelled;
import io.winnow.core.review.LiveQuality.LiveFigure;
import io.winnow.core.review.LiveQuality.Sampling;
import io.winnow.core.review.ReviewStore.Count;
import io.winnow.core.review.TimedReviewStore.TimedCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The live figures of {@link LiveQuality} over stretches of time, with the same weights and intervals: one bin over everything gives
 * the live figures. Where several models decided within a bin it is cut into one piece for each, because their scores have no common
 * scale. Thread-safe.
 */
public final class QualityOverTime {
    /**
     * The figures of one model in one bin.
     *
     * @param from beginning of the bin, or the model's first inspection in a bin with several
     * @param to end of the bin, or the model's last inspection
     * @param withRegions defective ones with at least one marked region
     * @param figures named as those of {@link LiveQuality}; undefined with a reason where there are too few labels
     */
    public record Piece(
            Instant from,
            Instant to,
            ModelVersion model,
            int normal,
            int defective,
            int withRegions,
            Sampling sampling,
            List<LiveFigure> figures) {}

    private record Cut(int bin, ModelVersion model) {}

    private final TimedReviewStore store;
    private final Function<StationId, RegionOfInterest> looked;

    /**
     * @param looked the part of the image that a station's maps cover
     */
    public QualityOverTime(TimedReviewStore store, Function<StationId, RegionOfInterest> looked) {
        this.store = store;
        this.looked = looked;
    }

    /**
     * The figures of each bin that has inspections, oldest first.
     *
     * @param edges of the bins, at least two, ascending
     */
    public List<Piece> of(StationId station, List<Instant> edges) {
        Map<Integer, List<TimedCount>> byBin = store.counts(station, edges).stream()
                .collect(Collectors.groupingBy(TimedCount::bin, TreeMap::new, Collectors.toList()));
        Map<Cut, List<Labelled>> labelled = store.labelled(station, edges.get(0), edges.get(edges.size() - 1)).stream()
                .filter(each -> each.inspection().model().isPresent())
                .collect(Collectors.groupingBy(each -> new Cut(
                        bin(edges, each.inspection().decidedAt()),
                        each.inspection().model().orElseThrow())));
        RegionOfInterest region = looked.apply(station);
        List<Piece> pieces = new ArrayList<>();
        byBin.forEach((bin, counts) -> {
            Map<ModelVersion, List<TimedCount>> byModel = counts.stream()
                    .collect(Collectors.groupingBy(each -> each.count().model()));
            List<Piece> ofBin = new ArrayList<>();
            byModel.forEach((model, own) -> ofBin.add(piece(
                    byModel.size() == 1 ? edges.get(bin) : first(own),
                    byModel.size() == 1 ? edges.get(bin + 1) : last(own),
                    model,
                    own,
                    labelled.getOrDefault(new Cut(bin, model), List.of()),
                    region)));
            ofBin.sort(Comparator.comparing(Piece::from).thenComparing(Piece::model));
            pieces.addAll(ofBin);
        });
        return List.copyOf(pieces);
    }

    private static int bin(List<Instant> edges, Instant moment) {
        int bin = 0;
        while (bin + 2 < edges.size() && !moment.isBefore(edges.get(bin + 1))) {
            bin++;
        }
        return bin;
    }

    private static Instant first(List<TimedCount> counts) {
        return counts.stream().map(TimedCount::first).min(Instant::compareTo).orElseThrow();
    }

    private static Instant last(List<TimedCount> counts) {
        return counts.stream().map(TimedCount::last).max(Instant::compareTo).orElseThrow();
    }

    private static Piece piece(
            Instant from,
            Instant to,
            ModelVersion model,
            List<TimedCount> counts,
            List<Labelled> labelled,
            RegionOfInterest looked) {
        ReviewSample sample = new ReviewSample(labelled, counts(counts));
        // Maps of normal frames are in no figure that is asked for here, and smoothing them is what would take long.
        LabelledMaps maps = new LabelledMaps(
                sample.labelled().stream().filter(LiveQuality::defective).toList(), looked);
        int defective = (int) labelled.stream().filter(LiveQuality::defective).count();
        return new Piece(
                from,
                to,
                model,
                labelled.size() - defective,
                defective,
                maps.withRegions(),
                sample.sampling(),
                new LiveFigures(sample, maps, labelled, maps).estimates());
    }

    private static List<Count> counts(List<TimedCount> counts) {
        return counts.stream().map(TimedCount::count).toList();
    }

    /** When the oldest inspection with a score was decided; empty where there is none. */
    public Optional<Instant> oldest(StationId station) {
        return store.oldest(station);
    }

    /**
     * The newest labelled model's figures for each type of defect over a span of time.
     *
     * @see DefectTypeFigures
     */
    public Optional<DefectTypeFigures.Report> byType(StationId station, Instant from, Instant to) {
        List<Labelled> all = store.labelled(station, from, to);
        Optional<ModelVersion> newest =
                all.stream().findFirst().flatMap(each -> each.inspection().model());
        return newest.map(model -> {
            List<Labelled> own = all.stream()
                    .filter(each -> each.inspection().model().equals(newest))
                    .toList();
            List<Count> counts = store.counts(station, List.of(from, to)).stream()
                    .map(TimedCount::count)
                    .filter(count -> count.model().equals(model))
                    .toList();
            ReviewSample sample = new ReviewSample(own, counts);
            return DefectTypeFigures.of(model, sample, looked.apply(station));
        });
    }
}
