package io.winnow.core.review;

import static org.assertj.core.api.Assertions.assertThat;

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
 * A station whose operator labels what looks suspicious, 200 times over: figures over the labelled frames are off, the estimates are
 * right on average and their intervals hold the truth as often as they say.
 */
class BiasedOperatorTest {
    private static final int RUNS = 200;
    private static final int FRAMES = 1_500;
    private static final double DEFECTS = 0.05;
    private static final double AUDIT_SHARE = 0.1;

    /** Share of the frames chosen for review that get a label. */
    private static final double ANSWERED = 0.8;

    private static final List<String> NAMES =
            List.of("image_aupr", "image_f1", "image_precision", "image_recall", "false_reject_rate");

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
        Map<String, Tally> tallies = new LinkedHashMap<>();
        List<Line> lines = IntStream.range(0, RUNS)
                .parallel()
                .mapToObj(run -> new Line(run))
                .toList();
        for (Line line : lines) {
            for (String name : NAMES) {
                LiveFigure estimate = line.estimate(name);
                tallies.computeIfAbsent(name, unknown -> new Tally())
                        .add(estimate, line.truth(name).optional().orElseThrow());
            }
        }

        tallies.forEach((name, tally) -> {
            assertThat(tally.covered / (double) tally.runs)
                    .as("coverage of " + name)
                    .isGreaterThanOrEqualTo(0.9);
            assertThat(Math.abs(tally.estimateError / tally.runs))
                    .as("mean error of " + name)
                    .isLessThan(0.03);
        });
        // Nearly every label is on a reject: what passes unseen is missing from the plain figures.
        assertThat(plainError(tallies, "false_reject_rate")).isGreaterThan(0.1);
        assertThat(plainError(tallies, "image_recall")).isGreaterThan(0.05);
        assertThat(plainError(tallies, "image_aupr")).isGreaterThan(0.03);
    }

    private static double plainError(Map<String, Tally> tallies, String name) {
        return tallies.getOrDefault(name, new Tally()).plainError / RUNS;
    }

    @Test
    void estimates_labelsThatNobodyAskedFor_changeNothing() {
        Line line = new Line(1);
        Line without = new Line(1, false);

        assertThat(line.report.sampling().volunteered()).isPositive();
        assertThat(without.report.sampling().volunteered()).isZero();
        assertThat(line.estimate("image_recall").figure())
                .isEqualTo(without.estimate("image_recall").figure());
        assertThat(line.estimate("image_recall").plain())
                .isNotEqualTo(without.estimate("image_recall").plain());
    }

    @Test
    void report_saysWhatStandsBehindIt() {
        Line line = new Line(3);

        LiveQuality.Sampling sampling = line.report.sampling();

        assertThat(sampling.inspections()).isEqualTo(FRAMES);
        assertThat(sampling.covered()).isEqualTo(FRAMES);
        assertThat(sampling.chosen()).isBetween(150L, 350L);
        assertThat(sampling.answered()).isEqualTo(line.estimate("image_f1").labels());
        assertThat(sampling.answered()).isLessThan(sampling.chosen());
    }

    /** One made-up production with its labels, and the truth about every frame. */
    private static final class Line {
        private final LiveQuality.Report report;
        private final double[] scores = new double[FRAMES];
        private final boolean[] defects = new boolean[FRAMES];

        Line(int seed) {
            this(seed, true);
        }

        Line(int seed, boolean volunteers) {
            SplittableRandom random = new SplittableRandom(seed);
            Frames seen = new Frames();
            for (int frame = 0; frame < FRAMES; frame++) {
                boolean defective = random.nextDouble() < DEFECTS;
                // Rejected above 1: nine of ten normal frames and a few defects stay below.
                double score = 0.5 * (defective ? 3 + random.nextGaussian() : random.nextGaussian());
                Reason reason =
                        score > 1 ? Reason.REJECT : random.nextDouble() < AUDIT_SHARE ? Reason.AUDIT : Reason.NONE;
                boolean answered = reason != Reason.NONE && random.nextDouble() < ANSWERED;
                // The operator happens upon a third of the missed defects, and upon frames close to the threshold.
                boolean volunteered = random.nextDouble() < 0.3 && score <= 1 && (defective || score > 0.75);
                ReviewSelection selection = new ReviewSelection(reason, reason == Reason.REJECT ? 1 : AUDIT_SHARE);
                seen.add(
                        Inspections.scored(frame, score, selection),
                        defective,
                        answered || (volunteers && volunteered));
                scores[frame] = score;
                defects[frame] = defective;
            }
            report = new LiveQuality(seen, seen, station -> RegionOfInterest.WHOLE).of(Inspections.STATION, FRAMES);
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
                case "image_aupr" -> Ranking.of(scores, defects).averagePrecision();
                case "image_f1" -> totals.f1();
                case "image_precision" -> totals.precision();
                case "image_recall" -> totals.recall();
                default -> totals.falseRejectRate();
            };
        }

        private long count(boolean defective, boolean rejected) {
            return IntStream.range(0, FRAMES)
                    .filter(i -> defects[i] == defective && scores[i] > 1 == rejected)
                    .count();
        }
    }

    /** Inspections and labels in memory. */
    private static final class Frames extends FiguresOnly {
        private final List<Inspection> inspections = new ArrayList<>();
        private final List<Labelled> labelled = new ArrayList<>();

        void add(Inspection inspection, boolean defective, boolean said) {
            inspections.add(inspection);
            if (said) {
                Label.Truth truth = defective ? Label.Truth.DEFECT : Label.Truth.NORMAL;
                labelled.add(new Labelled(
                        inspection, new Label(truth, Optional.empty(), List.of(), "ada", Inspections.NOON)));
            }
        }

        @Override
        public List<Count> counts(StationId station, int window) {
            return List.of(count("pass"), count("reject"));
        }

        private Count count(String word) {
            List<ReviewSelection> alike = inspections.stream()
                    .filter(each -> each.verdict().word().equals(word))
                    .map(each -> each.selection().orElseThrow())
                    .toList();
            return new Count(
                    new ModelVersion(3),
                    word,
                    OptionalDouble.of(alike.get(0).probability()),
                    alike.size(),
                    alike.stream().filter(ReviewSelection::chosen).count());
        }

        @Override
        public List<Labelled> labelledWithin(StationId station, int window) {
            return List.copyOf(labelled);
        }
    }
}
