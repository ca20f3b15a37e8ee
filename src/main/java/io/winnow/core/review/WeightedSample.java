package io.winnow.core.review;

import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Interval;
import io.winnow.core.evaluation.Ranking;
import io.winnow.core.evaluation.RankingFigures;
import io.winnow.core.evaluation.VerdictTotals;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Labelled frames as a sample of all inspections: each stands for as many as its stratum has for each label (the Hajek estimator;
 * Horvitz and Thompson 1952, Hajek 1971). A stratum is what was decided alike and had one chance of being chosen for review.
 *
 * <p>Intervals come from drawing productions that would have given these labels: the share of defects of each stratum from its
 * posterior, the scores from those of its labelled frames of that kind with weights of the Bayesian bootstrap (Rubin 1981). Few
 * labels do not show all that there is, so each stratum, each kind in it and each share of localised defects gets one label more, of
 * which nothing is known: the lower end of an interval takes it to be the worst that it may be, the upper end the best (an
 * imprecise prior, Walley 1996; for a share alone these are the ends of Clopper and Pearson 1934). One guess in the middle would pull
 * the whole interval its way, which shows where a figure is close to 1. The intervals are about production like the window's, so
 * that they do not shrink to nothing when every frame is labelled. Immutable and thread-safe.
 */
final class WeightedSample {
    /** What was decided about a frame, as far as figures go. */
    enum Decision {
        PASS,
        /** In the grey band: stopped, and no false reject. */
        CHECK,
        REJECT
    }

    /**
     * A labelled frame.
     *
     * @param stratum its position in the list of strata
     */
    record Unit(int stratum, double score, boolean defective, Decision decision) {}

    /**
     * Frames decided alike.
     *
     * @param inspections how many there are, labelled or not
     */
    record Stratum(long inspections) {}

    /** What is taken of the labels that nobody gave. */
    enum View {
        /** A defect that passed, a normal frame that was stopped; scores like those of the other kind; not found in its place. */
        WORST,
        /** The contrary; for a defect the highest score of its stratum, for a normal frame the lowest. */
        BEST
    }

    /**
     * How many frames each unit stands for.
     *
     * @param own by unit, of its own kind
     * @param other by unit, of the other kind: unlabelled ones that may score like it
     * @param view how they came about, where they were drawn
     * @param seed for what is to be drawn beyond these
     */
    record Weights(double[] own, double[] other, View view, long seed) {}

    /** Two productions that would have given these labels. */
    record Draw(Weights worst, Weights best) {}

    private final List<Unit> units;
    private final List<Stratum> strata;
    /** Units of each stratum, normal ones and defective ones. */
    private final int[][][] members;
    /** The unit of each stratum with the lowest score and the one with the highest. */
    private final int[][] extremes;
    /** Every unit under its own label, then every unit under the other. */
    private final Ranking ranking;

    WeightedSample(List<Unit> units, List<Stratum> strata) {
        this.units = List.copyOf(units);
        this.strata = List.copyOf(strata);
        this.members = new int[strata.size()][][];
        this.extremes = new int[strata.size()][2];
        for (int s = 0; s < members.length; s++) {
            members[s] = new int[][] {members(s, false), members(s, true)};
            extremes[s] = extremes(s);
        }
        double[] scores = new double[2 * units.size()];
        boolean[] defective = new boolean[scores.length];
        for (int u = 0; u < units.size(); u++) {
            scores[u] = units.get(u).score();
            scores[units.size() + u] = units.get(u).score();
            defective[u] = units.get(u).defective();
            defective[units.size() + u] = !units.get(u).defective();
        }
        this.ranking = Ranking.of(scores, defective);
    }

    private int[] members(int stratum, boolean defective) {
        return IntStream.range(0, units.size())
                .filter(u -> units.get(u).stratum() == stratum && units.get(u).defective() == defective)
                .toArray();
    }

    private int[] extremes(int stratum) {
        int lowest = -1;
        int highest = -1;
        for (int u = 0; u < units.size(); u++) {
            if (units.get(u).stratum() == stratum) {
                lowest = lowest < 0 || units.get(u).score() < units.get(lowest).score() ? u : lowest;
                highest =
                        highest < 0 || units.get(u).score() > units.get(highest).score() ? u : highest;
            }
        }
        return new int[] {lowest, highest};
    }

    /** The weights of the estimate itself: inspections for each label. */
    Weights weights() {
        double[] own = new double[units.size()];
        for (int s = 0; s < members.length; s++) {
            int labelled = members[s][0].length + members[s][1].length;
            double weight = labelled == 0 ? 0 : (double) inspections(s) / labelled;
            for (int[] kind : members[s]) {
                for (int unit : kind) {
                    own[unit] = weight;
                }
            }
        }
        return new Weights(own, new double[units.size()], View.WORST, 0);
    }

    /** A label may have come between two questions to the store: no stratum has more labels than inspections. */
    private long inspections(int stratum) {
        return Math.max(strata.get(stratum).inspections(), members[stratum][0].length + members[stratum][1].length);
    }

    private Weights drawn(long seed, View view) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] own = new double[units.size()];
        double[] other = new double[units.size()];
        for (int s = 0; s < members.length; s++) {
            int oneDefectMore = passed(s) == (view == View.WORST) ? 1 : 0;
            double share =
                    Draws.beta(random, members[s][1].length + oneDefectMore, members[s][0].length + 1 - oneDefectMore);
            for (int kind = 0; kind < 2; kind++) {
                double unseen = spread(random, members[s], kind, inspections(s) * (kind == 1 ? share : 1 - share), own);
                place(s, kind, unseen, view, own, other);
            }
        }
        return new Weights(own, other, view, random.nextLong());
    }

    private boolean passed(int stratum) {
        return IntStream.of(extremes[stratum]).anyMatch(unit -> units.get(unit).decision() == Decision.PASS);
    }

    /**
     * Spreads the frames of a kind over the labelled ones of that kind at random.
     *
     * @return how many of them score like none of these: the share of one label more
     */
    private static double spread(SplittableRandom random, int[][] members, int kind, double total, double[] own) {
        double[] shares = new double[members[kind].length];
        Arrays.setAll(shares, i -> Draws.gamma(random, 1));
        double unseen = members[1 - kind].length == 0 ? 0 : Draws.gamma(random, 1);
        double sum = Arrays.stream(shares).sum() + unseen;
        for (int i = 0; i < shares.length; i++) {
            own[members[kind][i]] += total * shares[i] / sum;
        }
        return sum == 0 ? 0 : total * unseen / sum;
    }

    private void place(int stratum, int kind, double frames, View view, double[] own, double[] other) {
        if (frames == 0) {
            return;
        }
        if (view == View.BEST) {
            int unit = extremes[stratum][kind];
            (units.get(unit).defective() == (kind == 1) ? own : other)[unit] += frames;
            return;
        }
        int[] elsewhere = members[stratum][1 - kind];
        for (int unit : elsewhere) {
            other[unit] += frames / elsewhere.length;
        }
    }

    /** Figures of the ranking by score. */
    Function<Weights, Figure> ranked(Function<RankingFigures, Figure> figure) {
        return weights -> {
            double[] both = Arrays.copyOf(weights.own(), 2 * units.size());
            System.arraycopy(weights.other(), 0, both, units.size(), units.size());
            return figure.apply(ranking.figures(both));
        };
    }

    /** Figures of the verdicts that were given. */
    Function<Weights, Figure> decided(Function<VerdictTotals, Figure> figure) {
        return weights -> figure.apply(totals(weights));
    }

    private VerdictTotals totals(Weights weights) {
        double caught = 0;
        double missed = 0;
        double falselyRejected = 0;
        double otherNormal = 0;
        for (int u = 0; u < units.size(); u++) {
            Unit unit = units.get(u);
            double defective = unit.defective() ? weights.own()[u] : weights.other()[u];
            double normal = unit.defective() ? weights.other()[u] : weights.own()[u];
            caught += unit.decision() == Decision.PASS ? 0 : defective;
            missed += unit.decision() == Decision.PASS ? defective : 0;
            falselyRejected += unit.decision() == Decision.REJECT ? normal : 0;
            otherNormal += unit.decision() == Decision.REJECT ? 0 : normal;
        }
        return new VerdictTotals(caught, missed, falselyRejected, otherNormal);
    }

    /**
     * Draws the share of the defects of which something holds, such as that they were found in their place.
     *
     * @param trials by stratum: defects of which it is known
     * @param successes by stratum: those of which it holds
     */
    Figure drawnShare(Weights weights, double[] trials, double[] successes) {
        SplittableRandom random = new SplittableRandom(weights.seed());
        double[] defects = defects(weights);
        double part = 0;
        for (int s = 0; s < defects.length; s++) {
            int oneMore = weights.view() == View.BEST ? 1 : 0;
            part += defects[s] * Draws.beta(random, successes[s] + oneMore, trials[s] - successes[s] + 1 - oneMore);
        }
        double whole = Arrays.stream(defects).sum();
        return whole == 0 ? Figure.undefined("no defective sample") : Figure.of(part / whole);
    }

    private double[] defects(Weights weights) {
        double[] defects = new double[strata.size()];
        for (int u = 0; u < units.size(); u++) {
            Unit unit = units.get(u);
            defects[unit.stratum()] += unit.defective() ? weights.own()[u] : weights.other()[u];
        }
        return defects;
    }

    /** Number of strata. */
    int strata() {
        return strata.size();
    }

    /** The stratum of a unit. */
    int stratum(int unit) {
        return units.get(unit).stratum();
    }

    /** Productions that would have given these labels, the same for the same seed; for {@link #interval}. */
    List<Draw> draws(int count, long seed) {
        return LongStream.rangeClosed(1, count)
                .map(i -> seed + 0x9E3779B97F4A7C15L * i)
                .mapToObj(each -> new Draw(drawn(each, View.WORST), drawn(each, View.BEST)))
                .toList();
    }

    /**
     * The middle of a figure over draws, from the worst view's lower end to the best one's upper end, widened to hold the estimate.
     *
     * @return empty where the figure is undefined
     */
    static Optional<Interval> interval(
            List<Draw> draws, Figure estimate, double confidence, Function<Weights, Figure> figure) {
        double[] low = sorted(draws, Draw::worst, figure);
        double[] high = sorted(draws, Draw::best, figure);
        if (low.length == 0 || high.length == 0 || !(estimate instanceof Figure.Defined defined)) {
            return Optional.empty();
        }
        return Optional.of(new Interval(
                Math.min(low[cut(low, confidence)], defined.value()),
                Math.max(high[high.length - 1 - cut(high, confidence)], defined.value())));
    }

    private static double[] sorted(List<Draw> draws, Function<Draw, Weights> view, Function<Weights, Figure> figure) {
        return draws.stream()
                .flatMapToDouble(draw -> figure.apply(view.apply(draw)).optional().stream())
                .sorted()
                .toArray();
    }

    private static int cut(double[] sorted, double confidence) {
        return (int) Math.floor((1 - confidence) / 2 * (sorted.length - 1));
    }
}
