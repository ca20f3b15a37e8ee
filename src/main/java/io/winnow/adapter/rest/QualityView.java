package io.winnow.adapter.rest;

import io.winnow.core.evaluation.Interval;
import io.winnow.core.review.LiveQuality;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Figures against operator labels as clients see them, each with its label count. */
public record QualityView(WindowView window, LabelsView labels, SamplingView sampling, List<FigureView> figures) {
    /** Which inspections were looked at. */
    public record WindowView(
            int inspections,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** How many labels there are in the window. */
    public record LabelsView(int total, int normal, int defect, int withRegions) {}

    /**
     * How far labels stand for all inspections of the model in the window.
     *
     * @param covered had a chance of being chosen for review
     * @param volunteered labels on frames that were not chosen, which are in no estimate
     */
    public record SamplingView(long inspections, long covered, long chosen, long answered, long volunteered) {}

    /** One figure; {@code value} is null where there are not enough labels, {@code reason} says why; {@code plain} is over the labelled frames alone. */
    public record FigureView(
            String name,
            String title,
            @Nullable Double value,
            @Nullable String reason,
            int labels,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Double plain,
            boolean weighted) {
        static FigureView of(LiveQuality.LiveFigure figure) {
            return new FigureView(
                    figure.name(),
                    figure.title(),
                    figure.figure().optional().isPresent()
                            ? figure.figure().optional().getAsDouble()
                            : null,
                    figure.figure().reason().orElse(null),
                    figure.labels(),
                    figure.interval().map(Interval::low).orElse(null),
                    figure.interval().map(Interval::high).orElse(null),
                    figure.plain().optional().isPresent()
                            ? figure.plain().optional().getAsDouble()
                            : null,
                    figure.weighted());
        }
    }

    static QualityView of(LiveQuality.Report report) {
        return new QualityView(
                new WindowView(
                        report.inspections(),
                        report.from().orElse(null),
                        report.to().orElse(null)),
                new LabelsView(
                        report.normal() + report.defective(),
                        report.normal(),
                        report.defective(),
                        report.withRegions()),
                new SamplingView(
                        report.sampling().inspections(),
                        report.sampling().covered(),
                        report.sampling().chosen(),
                        report.sampling().answered(),
                        report.sampling().volunteered()),
                report.figures().stream().map(FigureView::of).toList());
    }
}
