package io.winnow.core.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sequential test of p-values that should be independent and uniform. Bets {@code e(p) = ε p^(ε-1)} on small p-values and the same
 * on large ones (power martingales), for several ε, and sums for each bet what it would have won had it begun at any moment:
 * {@code R ← (1 + R) e(p)}, the Shiryaev-Roberts procedure. Each bet has mean 1 while nothing changes, so that the mean of all R
 * grows by 1 with each value at most. Hence, whatever the values are, alarming where it reaches A has at most n / A false alarms
 * expected among n values, and A values expected before the first (Vovk et al., "Retrain or not retrain: conformal test martingales
 * for change-point detection", COPA 2021, section 4; Shin, Ramdas and Rinaldo, "E-detectors", 2022, theorem 2.4). Used by one thread.
 */
final class ChangeDetector {
    private static final double[] EPSILONS = {0.2, 0.4, 0.6, 0.8};
    /** Far above any threshold; keeps products finite. */
    private static final double ENOUGH = 1e200;

    private final double[] sums;

    ChangeDetector() {
        this.sums = new double[2 * EPSILONS.length];
    }

    /** One that goes on where another stood. */
    ChangeDetector(List<Double> sums) {
        this();
        for (int i = 0; i < Math.min(this.sums.length, sums.size()); i++) {
            this.sums[i] = sums.get(i);
        }
    }

    /** Takes a p-value and gives the statistic. */
    double take(double p) {
        for (int i = 0; i < EPSILONS.length; i++) {
            bet(i, EPSILONS[i], p);
            bet(EPSILONS.length + i, EPSILONS[i], 1 - p);
        }
        return statistic();
    }

    private void bet(int which, double epsilon, double p) {
        double won = epsilon * Math.pow(Math.max(p, Double.MIN_NORMAL), epsilon - 1);
        sums[which] = Math.min(ENOUGH, (1 + sums[which]) * won);
    }

    double statistic() {
        return Arrays.stream(sums).average().orElse(0);
    }

    List<Double> sums() {
        List<Double> copy = new ArrayList<>();
        Arrays.stream(sums).forEach(copy::add);
        return copy;
    }
}
