package io.winnow.core.review;

import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Interval;
import io.winnow.core.evaluation.Intervals;
import io.winnow.core.evaluation.ProportionLocalised;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Proportion Localised of two models over the limits of intersection over union from 0.1 to 0.9: how far the places that they find
 * are the marked ones, and not merely near them. Both are measured on the same marked defects.
 *
 * @param defects with a marked region, that both are measured on
 * @param points by limit, lowest first; empty where there are too few defects with a region
 */
public record LocalisedCurve(int defects, List<Point> points) {
    private static final int LIMITS = 9;

    /** One model at one limit, with the Wilson interval. */
    public record Share(double value, Interval interval) {}

    /**
     * Both at one limit.
     *
     * @param difference candidate less champion
     * @param interval of the difference, by the paired bootstrap; empty where too few resamples have one
     */
    public record Point(
            double iouLimit, Share champion, Share candidate, double difference, Optional<Interval> interval) {}

    public LocalisedCurve {
        points = List.copyOf(points);
    }

    /** The curve of no labels. */
    static LocalisedCurve none(int defects) {
        return new LocalisedCurve(defects, List.of());
    }

    static LocalisedCurve of(LabelledMaps championMaps, LabelledMaps candidateMaps) {
        Optional<ProportionLocalised> champion = LabelledFigures.found(championMaps);
        Optional<ProportionLocalised> candidate = LabelledFigures.found(candidateMaps);
        if (champion.isEmpty() || candidate.isEmpty()) {
            return none(Math.min(championMaps.withRegions(), candidateMaps.withRegions()));
        }
        boolean[] marked = championMaps.marked();
        return new LocalisedCurve(
                championMaps.withRegions(),
                IntStream.rangeClosed(1, LIMITS)
                        .mapToObj(tenths -> point(tenths / 10.0, champion.get(), candidate.get(), marked))
                        .toList());
    }

    private static Point point(
            double limit, ProportionLocalised champion, ProportionLocalised candidate, boolean[] marked) {
        Share first = share(champion, limit);
        Share second = share(candidate, limit);
        return new Point(
                limit,
                first,
                second,
                second.value() - first.value(),
                Intervals.pairedDifference(
                        marked,
                        LabelledFigures.RESAMPLING,
                        drawn -> candidate.at(limit, drawn),
                        drawn -> champion.at(limit, drawn)));
    }

    private static Share share(ProportionLocalised measured, double limit) {
        Figure figure = measured.at(limit);
        return new Share(
                figure.optional().orElseThrow(),
                Intervals.wilson(measured.localised(limit), measured.anomalies().size(), LabelledFigures.CONFIDENCE));
    }
}
