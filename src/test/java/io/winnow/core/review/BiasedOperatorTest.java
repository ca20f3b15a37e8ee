package io.winnow.core.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Ranking;
import io.winnow.core.evaluation.VerdictTotals;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.ReviewSelection.Reason;
import io.winnow.core.inspection.StationId;
import io.winnow.core.review.LiveQuality.LiveFigure;
import io.winnow.testing.FiguresOnly;
import io.winnow.testing.Inspections;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A station whose operator labels what looks suspicious, 200 times over ({@code -Dwinnow.lines=2000} for more): figures over the
 * labelled frames are off, the estimates are right on average and their intervals hold the truth as often as they say.
 */
class BiasedOperatorTest {
    private static final int RUNS = Integer.getInteger("winnow.lines", 200);
    private static final double DEFECTS = 0.05;
    private static final double CONFIDENCE = 0.95;

    /** Which of 1,000 right implementations may fail by chance in one figure. */
    private static final double STANDARD_ERRORS = 3.1;

    private static final Production USUAL = new Production(1_500, 0.1);
    private static final Production FEW_AUDITS = new Production(2_000, 0.04);

    /**
     * What a line makes.
     *
     * @param auditShare of the passed frames
     */
    private record Production(int frames, double auditShare) {}

    private static final int GRID = 6;
    private static final AnomalyMap AT_THE_DEFECT = Inspections.mapWithPeak(GRID, GRID, 3, 3, 2);
    private static final AnomalyMap ELSEWHERE = Inspections.mapWithPeak(GRID, GRID, 1, 1, 2);
    private static final RegionOfInterest DEFECT = new RegionOfInterest(0.45, 0.45, 0.72, 0.72);

    /** Share of the frames chosen for review that get a label. */
    private static final double ANSWERED = 0.8;

    private static final List<String> NAMES = List.of(
            "image_aupr", "image_auroc", "image_f1", "image_precision", "image_recall", "false_reject_rate", "pl30");

    /** How one figure did over all runs. */
    private static final class Tally {
        private int runs;
        private int covered;
        private double estimateError;
        private double plainError;

        void add(LiveFigure figure, double truth) {
            double estimate = figure.figure().optional().orElseThrow();
            var interval = figure.interval().orElseThrow();
            runs++;
            covered += interval.low() - 1e-9 <= truth && truth <= interval.high() + 1e-9 ? 1 : 0;
            estimateError += estimate - truth;
            plainError += figure.plain().optional().orElseThrow() - truth;
        }
    }

    @Test
    void estimates_operatorWhoLabelsWhatLooksSuspicious_coverTheTruth() {
        Map<String, Tally> tallies = play(USUAL, RUNS);

        tallies.forEach((name, tally) -> assertThat(Math.abs(tally.estimateError / tally.runs))
                .as("mean error of " + name)
                .isLessThan(0.03));
        // Nearly every label is on a reject: what passes unseen is missing from the plain figures.
        assertThat(plainError(tallies, "false_reject_rate")).isGreaterThan(0.1);
        assertThat(plainError(tallies, "image_recall")).isGreaterThan(0.05);
        assertThat(plainError(tallies, "image_aupr")).isGreaterThan(0.03);
    }

    /** Half of these lines show no missed defect at all. */
    @Test
    void estimates_fewAudits_coverTheTruth() {
        play(FEW_AUDITS, RUNS / 2);
    }

    private static Map<String, Tally> play(Production production, int runs) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        List<Line> lines = IntStream.range(0, runs)
                .parallel()
                .mapToObj(run -> new Line(run, production, true))
                .toList();
        for (Line line : lines) {
            for (String name : NAMES) {
                LiveFigure estimate = line.estimate(name);
                tallies.computeIfAbsent(name, unknown -> new Tally())
                        .add(estimate, line.truth(name).optional().orElseThrow());
            }
        }

        tallies.forEach((name, tally) -> {
            double coverage = tally.covered / (double) tally.runs;
            System.getLogger(BiasedOperatorTest.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "{0}, {1}: {2} in {3} lines",
                            production,
                            name,
                            coverage,
                            tally.runs);
            assertThat(coverage)
                    .as("coverage of " + name)
                    .isGreaterThanOrEqualTo(
                            CONFIDENCE - STANDARD_ERRORS * Math.sqrt(CONFIDENCE * (1 - CONFIDENCE) / tally.runs));
        });
        return tallies;
    }

    private static double plainError(Map<String, Tally> tallies, String name) {
        return tallies.getOrDefault(name, new Tally()).plainError / RUNS;
    }

    @Test
    void estimates_labelsThatNobodyAskedFor_changeNothing() {
        Line line = new Line(1, USUAL, true);
        Line without = new Line(1, USUAL, false);

        assertThat(line.report.sampling().volunteered()).isPositive();
        assertThat(without.report.sampling().volunteered()).isZero();
        assertThat(line.estimate("image_recall").figure())
                .isEqualTo(without.estimate("image_recall").figure());
        assertThat(line.estimate("image_recall").plain())
                .isNotEqualTo(without.estimate("image_recall").plain());
    }

    @Test
    void report_saysWhatStandsBehindIt() {
        Line line = new Line(3, USUAL, true);

        LiveQuality.Sampling sampling = line.report.sampling();

        assertThat(sampling.inspections()).isEqualTo(USUAL.frames());
        assertThat(sampling.covered()).isEqualTo(USUAL.frames());
        assertThat(sampling.chosen()).isBetween(150L, 350L);
        assertThat(sampling.answered()).isEqualTo(line.estimate("image_f1").labels());
        assertThat(sampling.answered()).isLessThan(sampling.chosen());
    }

    /** One made-up production with its labels, and the truth about every frame. */
    private static final class Line {
        private final LiveQuality.Report report;
        private final double[] scores;
        private final boolean[] defects;
        /** Of the defects: those whose map has its peak where they are. */
        private final boolean[] found;

        Line(int seed, Production production, boolean volunteers) {
            int frames = production.frames();
            scores = new double[frames];
            defects = new boolean[frames];
            found = new boolean[frames];
            SplittableRandom random = new SplittableRandom(seed);
            Frames seen = new Frames();
            for (int frame = 0; frame < frames; frame++) {
                boolean defective = random.nextDouble() < DEFECTS;
                // Rejected above 1: nine of ten normal frames and a few defects stay below.
                double score = 0.5 * (defective ? 3 + random.nextGaussian() : random.nextGaussian());
                Reason reason = score > 1
                        ? Reason.REJECT
                        : random.nextDouble() < production.auditShare() ? Reason.AUDIT : Reason.NONE;
                boolean answered = reason != Reason.NONE && random.nextDouble() < ANSWERED;
                // The operator happens upon a third of the missed defects, and upon frames close to the threshold.
                boolean volunteered = random.nextDouble() < 0.3 && score <= 1 && (defective || score > 0.75);
                // A defect that passed is more often overlooked in the map too.
                found[frame] = random.nextDouble() < (score > 1 ? 0.85 : 0.4);
                ReviewSelection selection =
                        new ReviewSelection(reason, reason == Reason.REJECT ? 1 : production.auditShare());
                boolean rejected = score > 1;
                seen.count(rejected, selection);
                if (answered || (volunteers && volunteered)) {
                    seen.label(
                            defective
                                    ? Inspections.scored(
                                            frame, score, found[frame] ? AT_THE_DEFECT : ELSEWHERE, selection)
                                    : Inspections.scored(frame, score, selection),
                            defective);
                }
                scores[frame] = score;
                defects[frame] = defective;
            }
            report = new LiveQuality(seen, seen, station -> RegionOfInterest.WHOLE).of(Inspections.STATION, frames);
        }

        LiveFigure estimate(String name) {
            return report.figures().stream()
                    .filter(figure -> figure.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        Figure truth(String name) {
            VerdictTotals totals =
                    new VerdictTotals(count(true, true), count(true, false), count(false, true), count(false, false));
            return switch (name) {
                case "pl30" -> Figure.of((double) foundDefects() / (count(true, true) + count(true, false)));
                case "image_auroc" -> Ranking.of(scores, defects).auroc();
                case "image_aupr" -> Ranking.of(scores, defects).averagePrecision();
                case "image_f1" -> totals.f1();
                case "image_precision" -> totals.precision();
                case "image_recall" -> totals.recall();
                default -> totals.falseRejectRate();
            };
        }

        private long foundDefects() {
            return IntStream.range(0, scores.length)
                    .filter(i -> defects[i] && found[i])
                    .count();
        }

        private long count(boolean defective, boolean rejected) {
            return IntStream.range(0, scores.length)
                    .filter(i -> defects[i] == defective && scores[i] > 1 == rejected)
                    .count();
        }
    }

    /** Labels in memory, and how many inspections there are. */
    private static final class Frames extends FiguresOnly {
        private final Map<String, Count> counts = new LinkedHashMap<>();
        private final List<Labelled> labelled = new ArrayList<>();

        void count(boolean rejected, ReviewSelection selection) {
            String word = rejected ? "reject" : "pass";
            OptionalDouble chance = OptionalDouble.of(selection.probability());
            counts.merge(
                    word,
                    new Count(new ModelVersion(3), word, chance, 1, selection.chosen() ? 1 : 0),
                    (a, b) -> new Count(
                            a.model(), word, chance, a.inspections() + b.inspections(), a.chosen() + b.chosen()));
        }

        void label(Inspection inspection, boolean defective) {
            Label.Truth truth = defective ? Label.Truth.DEFECT : Label.Truth.NORMAL;
            List<RegionOfInterest> marks = defective ? List.of(DEFECT) : List.of();
            labelled.add(new Labelled(inspection, new Label(truth, Optional.empty(), marks, "ada", Inspections.NOON)));
        }

        @Override
        public List<Count> counts(StationId station, int window) {
            return List.copyOf(counts.values());
        }

        @Override
        public List<Labelled> labelledWithin(StationId station, int window) {
            return List.copyOf(labelled);
        }
    }
}
