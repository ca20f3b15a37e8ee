package io.winnow.core.model;

import io.winnow.core.Progress;

/**
 * Weighs the steps of one piece of work into a single progress: each step takes its share of the whole, whatever phases it
 * reports inside. How many phases will come is not known, so each takes half of what is left of its step. Used by one thread.
 */
final class PhasedProgress {
    private static final int WHOLE = 10_000;

    private final Progress whole;
    private double finished;

    PhasedProgress(Progress whole) {
        this.whole = whole;
    }

    /**
     * The progress of the next step, which ends the one before.
     *
     * @param share of the whole, 0..1; all steps' shares sum to 1
     */
    Progress step(double share) {
        double start = finished;
        finished += share;
        return new Step(start, share);
    }

    private final class Step implements Progress {
        private double start;
        private double left;
        private double taken;
        private String phase = "";

        private Step(double start, double share) {
            this.start = start;
            this.left = share;
        }

        @Override
        public void advance(String name, long done, long total) {
            if (!name.equals(phase)) {
                start += taken;
                left -= taken;
                taken = left / 2;
                phase = name;
            }
            double inPhase = total == 0 ? 1 : (double) done / total;
            whole.advance(name, Math.round(WHOLE * (start + taken * inPhase)), WHOLE);
        }
    }
}
