package io.winnow.adapter.rest;

import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Interval;
import io.winnow.core.review.BinWidth;
import io.winnow.core.review.DefectTypeFigures;
import io.winnow.core.review.QualityOverTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Figures as a list of stretches of time, types of defect or stations.
 *
 * @param by time, type or station
 * @param bin width of the stretches; null where there are none
 * @param modelVersion the model that figures by type are about
 * @param marks changes of model and threshold within the time, oldest first
 */
public record QualityTimeView(
        String by,
        Instant from,
        Instant to,
        @Nullable String bin,
        String zone,
        @Nullable String modelVersion,
        List<Item> items,
        List<Mark> marks) {
    /** How many labels are behind an item. */
    public record Labels(int total, int normal, int defect, int withRegions) {}

    /**
     * One stretch of time, type of defect or station.
     *
     * @param inspections scored in that time by that model; null for a type of defect
     */
    public record Item(
            Instant from,
            Instant to,
            @Nullable String stationId,
            @Nullable String defectType,
            @Nullable String modelVersion,
            @Nullable Long inspections,
            Labels labels,
            List<Value> figures) {
        static Item of(QualityOverTime.Piece piece, @Nullable String station) {
            return new Item(
                    piece.from(),
                    piece.to(),
                    station,
                    null,
                    piece.model().toString(),
                    piece.sampling().inspections(),
                    new Labels(
                            piece.normal() + piece.defective(), piece.normal(), piece.defective(), piece.withRegions()),
                    piece.figures().stream()
                            .map(figure -> Value.of(figure.name(), figure.figure(), figure.labels(), figure.interval()))
                            .toList());
        }
    }

    /** A figure with its labels and 95 % interval; {@code value} is null where there are not enough labels, and {@code reason} says so. */
    public record Value(
            String name,
            @Nullable Double value,
            @Nullable String reason,
            int labels,
            @Nullable Double low,
            @Nullable Double high) {
        static Value of(String name, Figure figure, int labels, Optional<Interval> interval) {
            return new Value(
                    name,
                    figure.optional().isPresent() ? figure.optional().getAsDouble() : null,
                    figure.reason().orElse(null),
                    labels,
                    interval.map(Interval::low).orElse(null),
                    interval.map(Interval::high).orElse(null));
        }
    }

    /**
     * A change within the time.
     *
     * @param kind model or threshold
     * @param threshold the new one; null for a model
     */
    public record Mark(
            Instant at,
            String kind,
            String modelVersion,
            @Nullable Double threshold,
            String by) {}

    static QualityTimeView ofTime(
            Instant from, Instant to, BinWidth bin, ZoneId zone, List<QualityOverTime.Piece> pieces, List<Mark> marks) {
        return new QualityTimeView(
                "time",
                from,
                to,
                bin.word(),
                zone.getId(),
                null,
                pieces.stream().map(piece -> Item.of(piece, null)).toList(),
                marks);
    }

    static QualityTimeView ofTypes(Instant from, Instant to, ZoneId zone, Optional<DefectTypeFigures.Report> report) {
        return new QualityTimeView(
                "type",
                from,
                to,
                null,
                zone.getId(),
                report.map(found -> found.model().toString()).orElse(null),
                report.stream()
                        .flatMap(found -> found.types().stream())
                        .map(type -> new Item(
                                from,
                                to,
                                null,
                                type.type().orElse(null),
                                null,
                                null,
                                new Labels(
                                        type.labels(),
                                        0,
                                        type.labels(),
                                        type.localised().labels()),
                                Stream.of(share("image_recall", type.recall()), share("pl30", type.localised()))
                                        .toList()))
                        .toList(),
                List.of());
    }

    private static Value share(String name, DefectTypeFigures.Share share) {
        return Value.of(name, share.figure(), share.labels(), share.interval());
    }

    static QualityTimeView ofStations(Instant from, Instant to, ZoneId zone, List<Item> items) {
        return new QualityTimeView("station", from, to, null, zone.getId(), null, items, List.of());
    }
}
