package io.winnow.core.review;

import io.winnow.core.evaluation.Figure;
import io.winnow.core.evaluation.Interval;
import io.winnow.core.evaluation.Ranking;
import io.winnow.core.evaluation.RankingFigures;
import io.winnow.core.evaluation.VerdictTotals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Labelled frames as a sample of all inspections: each stands for as many as its stratum has for each label (the Hajek estimator;
 * Horvitz and Thompson 1952, Hajek 1971). A stratum is what was decided alike and had one chance of being chosen for review.
 *
 * <p>Intervals come from drawing productions that would have given these labels: the share of defects of each stratum from its
 * posterior under Jeffreys' prior, the scores from those of its labelled frames of that kind with weights of the Bayesian bootstrap
 * (Rubin 1981), or with the weight of one more label from those of the other kind, since few labels do not show all that there is.
 * They are about production like the window's, so that they do not shrink to nothing when every frame is labelled. Immutable and
 * thread-safe.
 */
final class WeightedSample {
    private static final double ELSEWHERE = 1;

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

    /**
     * How many frames each unit stands for.
     *
     * @param own by unit, of its own kind
     * @param other by unit, of the other kind: unlabelled ones that may score like it
     * @param seed for what is to be drawn beyond these
     */
    record Weights(double[] own, double[] other, long seed) {}

    private final List<Unit> units;
    private final List<Stratum> strata;
    /** Units of each stratum, normal ones and defective ones. */
    private final int[][][] members;
    /** Every unit under its own label, then every unit under the other. */
    private final Ranking ranking;

    WeightedSample(List<Unit> units, List<Stratum> strata) {
        this.units = List.copyOf(units);
        this.strata = List.copyOf(strata);
        this.members = new int[strata.size()][][];
        for (int s = 0; s < members.length; s++) {
            members[s] = new int[][] {members(s, false), members(s, true)};
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
        return new Weights(own, new double[units.size()], 0);
    }

    /** A label may have come between two questions to the store: no stratum has more labels than inspections. */
    private long inspections(int stratum) {
        return Math.max(strata.get(stratum).inspections(), members[stratum][0].length + members[stratum][1].length);
    }

    /** The weights of one production that would have given these labels. */
    private Weights drawn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] own = new double[units.size()];
        double[] other = new double[units.size()];
        for (int s = 0; s < members.length; s++) {
            double share = Draws.beta(random, members[s][1].length + 0.5, members[s][0].length + 0.5);
            spread(random, members[s], 0, inspections(s) * (1 - share), own, other);
            spread(random, members[s], 1, inspections(s) * share, own, other);
        }
        return new Weights(own, other, random.nextLong());
    }

    /**
     * Spreads the frames of a kind over the labelled ones of that kind at random, and with the weight of {@link #ELSEWHERE} of them
     * over the scores that the stratum has otherwise.
     */
    private static void spread(
            SplittableRandom random, int[][] members, int kind, double total, double[] own, double[] other) {
        double[] shares = new double[members[kind].length];
        Arrays.setAll(shares, i -> Draws.gamma(random, 1));
        int[] elsewhere = members[1 - kind];
        double outside = elsewhere.length == 0 ? 0 : Draws.gamma(random, ELSEWHERE);
        double sum = Arrays.stream(shares).sum() + outside;
        for (int i = 0; i < shares.length; i++) {
            own[members[kind][i]] = total * shares[i] / sum;
        }
        for (int unit : elsewhere) {
            other[unit] = total * outside / sum / elsewhere.length;
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
            part += defects[s] * Draws.beta(random, successes[s] + 0.5, trials[s] - successes[s] + 0.5);
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

    /** Weights of productions that would have given these labels, the same for the same seed; for {@link #interval}. */
    List<Weights> draws(int count, long seed) {
        return IntStream.range(0, count)
                .mapToObj(i -> drawn(seed + 0x9E3779B97F4A7C15L * (i + 1L)))
                .toList();
    }

    /**
     * The middle of a figure over draws, widened to hold the estimate: a prior never says that there is nothing, data may.
     *
     * @return empty where the figure is undefined
     */
    static Optional<Interval> interval(
            List<Weights> draws, Figure estimate, double confidence, Function<Weights, Figure> figure) {
        List<Figure> values = new ArrayList<>();
        for (Weights weights : draws) {
            Figure value = figure.apply(weights);
            if (value instanceof Figure.Defined) {
                values.add(value);
            }
        }
        if (values.isEmpty() || !(estimate instanceof Figure.Defined defined)) {
            return Optional.empty();
        }
        double[] sorted = values.stream()
                .flatMapToDouble(value -> value.optional().stream())
                .sorted()
                .toArray();
        int cut = (int) Math.floor((1 - confidence) / 2 * (sorted.length - 1));
        return Optional.of(new Interval(
                Math.min(sorted[cut], defined.value()), Math.max(sorted[sorted.length - 1 - cut], defined.value())));
    }
}
