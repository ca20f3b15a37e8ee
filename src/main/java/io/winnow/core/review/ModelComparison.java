package io.winnow.core.review;

import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Interval;
import io.winnow.core.evaluation.Intervals;
import io.winnow.core.evaluation.PairedProportions;
import io.winnow.core.evaluation.ProportionLocalised;
import io.winnow.core.evaluation.Ranking;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.LabelStore.Labelled;
import io.winnow.core.review.LiveQuality.LiveFigure;
import io.winnow.core.review.ModelScoreStore.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Champion and candidate against the same labels. Both judge the same frames, so their differences are of pairs: what makes a frame
 * hard for both cancels out, and the intervals of differences are narrower than those of the figures suggest.
 *
 * <p>The figures are of the labelled frames. Operators look at rejected frames more often than at passed ones, and it was the
 * champion that rejected them: its recall looks better here than it is, and a candidate is held rather than promoted by it.
 *
 * @param defects labelled ones that both have scored
 * @param normals the same
 * @param withRegions defects with a marked region inside the part that is looked at
 * @param figures in the order in which they are shown
 * @param recall verdicts on defects, the candidate's first
 * @param falseRejects verdicts on normal frames, the candidate's first
 * @param championCurve precision and recall at every threshold
 * @param candidateCurve the same
 * @param localised Proportion Localised of both by the limit of intersection over union
 */
public record ModelComparison(
        int defects,
        int normals,
        int withRegions,
        List<SideBySide> figures,
        PairedProportions recall,
        PairedProportions falseRejects,
        List<CurvePoint> championCurve,
        List<CurvePoint> candidateCurve,
        LocalisedCurve localised) {
    /** Intervals hold the truth with this chance. */
    public static final double CONFIDENCE = LabelledFigures.CONFIDENCE;

    /**
     * One figure of both.
     *
     * @param difference candidate less champion
     * @param interval of the difference
     * @param method that the interval comes from, for people
     */
    public record SideBySide(
            LiveFigure champion, LiveFigure candidate, Figure difference, Optional<Interval> interval, String method) {}

    /** One point of a precision-recall curve. */
    public record CurvePoint(double threshold, double precision, double recall) {}

    private static final String BOOTSTRAP = "paired bootstrap, %d resamples, seed %d"
            .formatted(LabelledFigures.RESAMPLING.replicates(), LabelledFigures.RESAMPLING.seed());
    private static final String NEWCOMBE = "Newcombe 1998, method 10, for paired proportions";

    public ModelComparison {
        figures = List.copyOf(figures);
        championCurve = List.copyOf(championCurve);
        candidateCurve = List.copyOf(candidateCurve);
    }

    /**
     * Compares.
     *
     * @param judged labelled inspections; those without a label are left out
     * @param looked the part of the image that maps cover
     */
    public static ModelComparison of(List<Judged> judged, RegionOfInterest looked) {
        return new Work(judged.stream().filter(each -> each.label().isPresent()).toList(), looked).compare();
    }

    private static final class Work {
        private final List<Labelled> champion;
        private final List<Labelled> candidate;
        private final boolean[] defective;
        private final RegionOfInterest looked;

        Work(List<Judged> judged, RegionOfInterest looked) {
            this.looked = looked;
            champion = side(judged, Judged::champion);
            candidate = side(judged, Judged::candidate);
            defective = new boolean[judged.size()];
            for (int i = 0; i < defective.length; i++) {
                defective[i] = LiveQuality.defective(champion.get(i));
            }
        }

        private static List<Labelled> side(List<Judged> judged, Function<Judged, Inspection> side) {
            return judged.stream()
                    .map(each -> new Labelled(side.apply(each), each.label().orElseThrow()))
                    .toList();
        }

        ModelComparison compare() {
            int defects = count(true);
            PairedProportions recall = verdicts(true);
            PairedProportions falseRejects = verdicts(false);
            LabelledMaps championMaps = new LabelledMaps(champion, looked);
            LabelledMaps candidateMaps = new LabelledMaps(candidate, looked);
            List<SideBySide> figures = new ArrayList<>();
            figures.add(proportions("recall", "Recall on confirmed defects", recall));
            figures.add(proportions("false_reject_rate", "False rejects of confirmed normals", falseRejects));
            figures.add(localised(championMaps, candidateMaps));
            figures.addAll(ranked(defects));
            return new ModelComparison(
                    defects,
                    defective.length - defects,
                    championMaps.withRegions(),
                    figures,
                    recall,
                    falseRejects,
                    curve(champion),
                    curve(candidate),
                    LocalisedCurve.of(championMaps, candidateMaps));
        }

        private int count(boolean defects) {
            int count = 0;
            for (boolean each : defective) {
                count += each == defects ? 1 : 0;
            }
            return count;
        }

        private PairedProportions verdicts(boolean defects) {
            int count = count(defects);
            boolean[] first = new boolean[count];
            boolean[] second = new boolean[count];
            int next = 0;
            for (int i = 0; i < defective.length; i++) {
                if (defective[i] == defects) {
                    first[next] = rejects(candidate.get(i));
                    second[next++] = rejects(champion.get(i));
                }
            }
            return PairedProportions.of(first, second);
        }

        private static boolean rejects(Labelled labelled) {
            return labelled.inspection().verdict() instanceof Verdict.Reject;
        }

        private static SideBySide proportions(String name, String title, PairedProportions pairs) {
            return new SideBySide(
                    proportion(name, title, pairs.second(), pairs.total()),
                    proportion(name, title, pairs.first(), pairs.total()),
                    pairs.difference() instanceof Figure.Undefined
                            ? Figure.undefined("not enough labels: 0")
                            : pairs.difference(),
                    pairs.total() == 0 ? Optional.empty() : Optional.of(pairs.interval(CONFIDENCE)),
                    NEWCOMBE);
        }

        private static LiveFigure proportion(String name, String title, long hits, long total) {
            return total == 0
                    ? new LiveFigure(name, title, Figure.undefined("not enough labels: 0"), 0, Optional.empty())
                    : new LiveFigure(
                            name,
                            title,
                            Figure.of((double) hits / total),
                            (int) total,
                            Optional.of(Intervals.wilson(hits, total, CONFIDENCE)));
        }

        private static SideBySide localised(LabelledMaps championMaps, LabelledMaps candidateMaps) {
            LiveFigure first = LabelledFigures.localised(championMaps);
            LiveFigure second = LabelledFigures.localised(candidateMaps);
            Optional<ProportionLocalised> a = LabelledFigures.found(championMaps);
            Optional<ProportionLocalised> b = LabelledFigures.found(candidateMaps);
            Optional<Interval> interval = a.isEmpty() || b.isEmpty()
                    ? Optional.empty()
                    : Intervals.pairedDifference(
                            championMaps.marked(),
                            LabelledFigures.RESAMPLING,
                            drawn -> b.get().at(ProportionLocalised.DEFAULT_IOU_LIMIT, drawn),
                            drawn -> a.get().at(ProportionLocalised.DEFAULT_IOU_LIMIT, drawn));
            return new SideBySide(first, second, difference(first, second), interval, BOOTSTRAP);
        }

        private List<SideBySide> ranked(int defects) {
            List<LiveFigure> first = LabelledFigures.image(champion, defects);
            List<LiveFigure> second = LabelledFigures.image(candidate, defects);
            List<SideBySide> figures = new ArrayList<>();
            boolean enough =
                    LiveQuality.lack(defective.length - defects, defects).isEmpty();
            for (int i = 0; i < first.size(); i++) {
                LiveFigure one = first.get(i);
                Optional<Interval> interval = enough
                        ? Intervals.pairedDifference(
                                defective,
                                LabelledFigures.RESAMPLING,
                                statistic(one.name(), candidate),
                                statistic(one.name(), champion))
                        : Optional.empty();
                figures.add(new SideBySide(one, second.get(i), difference(one, second.get(i)), interval, BOOTSTRAP));
            }
            return figures;
        }

        private Intervals.Statistic statistic(String name, List<Labelled> side) {
            Ranking ranking = Ranking.of(scores(side), defective);
            double[] rejected =
                    side.stream().mapToDouble(each -> rejects(each) ? 1 : 0).toArray();
            return switch (name) {
                case "image_f1" -> drawn -> LabelledFigures.f1(defective, rejected, drawn);
                case "image_aupr" -> drawn -> ranking.figures(drawn).averagePrecision();
                default -> drawn -> ranking.figures(drawn).auroc();
            };
        }

        private static double[] scores(List<Labelled> side) {
            return side.stream()
                    .mapToDouble(each -> LabelledFigures.score(each.inspection()))
                    .toArray();
        }

        private static Figure difference(LiveFigure champion, LiveFigure candidate) {
            return candidate.figure() instanceof Figure.Defined b
                    ? champion.figure().map(a -> b.value() - a)
                    : candidate.figure();
        }

        private List<CurvePoint> curve(List<Labelled> side) {
            int defects = count(true);
            if (LiveQuality.lack(defective.length - defects, defects).isPresent()) {
                return List.of();
            }
            return Ranking.of(scores(side), defective).points().stream()
                    .map(point -> new CurvePoint(
                            point.threshold(), point.precision(), (double) point.truePositives() / point.positives()))
                    .toList();
        }
    }
}
