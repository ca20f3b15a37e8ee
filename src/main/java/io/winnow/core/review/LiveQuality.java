package io.winnow.core.review;

import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Interval;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.LabelStore.Basis;
import io.winnow.core.review.LabelStore.Labelled;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * How good a station's newest model is over all its inspections, estimated from the labels on frames that were chosen for review:
 * each label counts as many times as its frame's chance of being reviewed is small. Only inspections of one model version are
 * put together, because scores of different versions have no common scale. Thread-safe.
 */
public final class LiveQuality {
    /** With fewer of either kind, one label more or less would move a figure by tens of points. */
    static final int FEWEST_OF_EACH = 5;

    /**
     * A figure with what stands behind it.
     *
     * @param name as in metrics, such as {@code "image_aupr"}
     * @param title for people
     * @param figure the estimate for all inspections; where not {@code weighted}, over the labelled frames
     * @param labels how many labels it is computed from
     * @param interval 95 % of the estimate
     * @param plain over the labelled frames, each counting once: mostly suspicious ones, so no estimate for all
     * @param weighted whether frames count by the inverse of their chance of being reviewed
     */
    public record LiveFigure(
            String name,
            String title,
            Figure figure,
            int labels,
            Optional<Interval> interval,
            Figure plain,
            boolean weighted) {
        /** One over the labelled frames alone. */
        LiveFigure(String name, String title, Figure figure, int labels, Optional<Interval> interval) {
            this(name, title, figure, labels, interval, figure, false);
        }
    }

    /**
     * All figures of one station.
     *
     * @param inspections how many inspections the window holds at most
     * @param model the version that they are about
     * @param withRegions defective ones with at least one marked region
     * @param sampling how far labels stand for all inspections
     */
    public record Report(
            int inspections,
            Optional<ModelVersion> model,
            Optional<Instant> from,
            Optional<Instant> to,
            int normal,
            int defective,
            int withRegions,
            Sampling sampling,
            List<LiveFigure> figures) {}

    /**
     * How far labels stand for all inspections of a model in the window.
     *
     * @param inspections of the model in the window
     * @param covered those that had a chance of being chosen for review
     * @param chosen those that were chosen
     * @param answered those chosen that have a label
     * @param volunteered labels on frames that were not chosen: in no estimate
     */
    public record Sampling(long inspections, long covered, long chosen, long answered, long volunteered) {}

    /** How long figures stand while inspections come and labels stay. */
    private static final long FRESH_NANOS = 5_000_000_000L;

    private static final int MOST_KNOWN = 100;

    private record Question(StationId station, int window) {}

    private record Answer(Basis basis, long at, Report report) {
        boolean holds(Basis now) {
            return basis.labelRevision() == now.labelRevision()
                    && (basis.newest().equals(now.newest()) || System.nanoTime() - at < FRESH_NANOS);
        }
    }

    private final Map<Question, Answer> known = new ConcurrentHashMap<>();
    private final LabelStore labels;
    private final ReviewStore reviews;
    private final Function<StationId, RegionOfInterest> looked;

    /**
     * @param looked the part of the image that a station's maps cover
     */
    public LiveQuality(LabelStore labels, ReviewStore reviews, Function<StationId, RegionOfInterest> looked) {
        this.labels = labels;
        this.reviews = reviews;
        this.looked = looked;
    }

    /**
     * The figures over the newest {@code window} scored inspections of a station. They take label changes into account at once, and
     * newer inspections without a label some seconds later: intervals cost too much to be computed for every frame of a busy line.
     */
    public Report of(StationId station, int window) {
        Optional<Basis> basis = labels.basis(station);
        if (basis.isEmpty()) {
            return compute(station, window);
        }
        if (known.size() > MOST_KNOWN) {
            known.clear();
        }
        return known.compute(
                        new Question(station, window),
                        (question, answer) -> answer != null && answer.holds(basis.get())
                                ? answer
                                : new Answer(basis.get(), System.nanoTime(), compute(station, window)))
                .report();
    }

    private Report compute(StationId station, int window) {
        List<Labelled> all = labels.labelledWithin(station, window);
        Optional<ModelVersion> newest =
                all.stream().findFirst().flatMap(each -> each.inspection().model());
        List<Labelled> used = all.stream()
                .filter(each -> each.inspection().model().equals(newest))
                .toList();
        ReviewSample sample = new ReviewSample(
                used,
                reviews.counts(station, window).stream()
                        .filter(count -> newest.equals(Optional.of(count.model())))
                        .toList());
        RegionOfInterest region = looked.apply(station);
        LabelledMaps maps = new LabelledMaps(used, region);
        int defective = (int) used.stream().filter(LiveQuality::defective).count();
        return new Report(
                window,
                newest,
                used.stream().map(each -> each.inspection().decidedAt()).min(Instant::compareTo),
                used.stream().map(each -> each.inspection().decidedAt()).max(Instant::compareTo),
                used.size() - defective,
                defective,
                maps.withRegions(),
                sample.sampling(),
                new LiveFigures(sample, new LabelledMaps(sample.labelled(), region), used, maps).all());
    }

    /** Why a figure over normal and defective frames would mean nothing, where that is so. */
    static Optional<String> lack(int normal, int defective) {
        return normal < FEWEST_OF_EACH || defective < FEWEST_OF_EACH
                ? Optional.of("not enough labels: %d normal and %d defective, needs %d of each"
                        .formatted(normal, defective, FEWEST_OF_EACH))
                : Optional.empty();
    }

    static boolean defective(Labelled labelled) {
        return defective(labelled.label());
    }

    static boolean defective(Label label) {
        return label.verdict() == Label.Truth.DEFECT;
    }
}
