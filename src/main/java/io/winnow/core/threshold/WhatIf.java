package io.winnow.core.threshold;

import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.Label;
import io.winnow.core.review.ReviewStore.StoredScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What other thresholds would have decided about stored inspections.
 *
 * @param setting the thresholds asked about
 * @param inspections how many were looked at
 * @param was what was decided
 * @param would what would have been
 * @param changes inspections that would have been decided otherwise, newest first
 */
public record WhatIf(ThresholdSetting setting, int inspections, Outcome was, Outcome would, List<Changed> changes) {
    /**
     * Numbers of decisions.
     *
     * @param check frames in the grey band
     * @param falseRejects rejected though labelled normal
     * @param missed passed though labelled defective
     * @param caught rejected or checked, and labelled defective
     * @param normal labelled normal
     */
    public record Outcome(int pass, int check, int reject, int falseRejects, int missed, int caught, int normal) {}

    /**
     * An inspection that would have been decided otherwise.
     *
     * @param was word of its verdict
     * @param would word of the verdict that it would have had
     */
    public record Changed(InspectionId id, double score, String was, String would, Optional<Label.Truth> truth) {}

    public WhatIf {
        changes = List.copyOf(changes);
    }

    /** Decides stored scores anew. */
    public static WhatIf of(List<StoredScore> scores, ThresholdSetting setting) {
        Counter was = new Counter();
        Counter would = new Counter();
        List<Changed> changes = new ArrayList<>();
        for (StoredScore stored : scores) {
            Verdict verdict = setting.decide(stored.score());
            was.add(stored.verdict(), stored.truth());
            would.add(verdict.word(), stored.truth());
            if (!verdict.word().equals(stored.verdict())) {
                changes.add(new Changed(stored.id(), stored.score(), stored.verdict(), verdict.word(), stored.truth()));
            }
        }
        return new WhatIf(setting, scores.size(), was.outcome(), would.outcome(), changes);
    }

    /** Such as {@code at 12.4 you would have rejected 7 of 1,300 (4 were); 3 verdicts change}. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "at %.4g you would have rejected %,d of %,d (%,d were); %,d verdicts change",
                setting.threshold(),
                would.reject(),
                inspections,
                was.reject(),
                changes.size());
    }

    private static final class Counter {
        private int pass;
        private int check;
        private int reject;
        private int falseRejects;
        private int missed;
        private int caught;
        private int normal;

        void add(String verdict, Optional<Label.Truth> truth) {
            boolean passed = verdict.equals("pass");
            boolean rejected = verdict.equals("reject");
            pass += passed ? 1 : 0;
            reject += rejected ? 1 : 0;
            check += passed || rejected ? 0 : 1;
            if (truth.isPresent()) {
                boolean defective = truth.get() == Label.Truth.DEFECT;
                normal += defective ? 0 : 1;
                falseRejects += rejected && !defective ? 1 : 0;
                missed += passed && defective ? 1 : 0;
                caught += !passed && defective ? 1 : 0;
            }
        }

        Outcome outcome() {
            return new Outcome(pass, check, reject, falseRejects, missed, caught, normal);
        }
    }
}
