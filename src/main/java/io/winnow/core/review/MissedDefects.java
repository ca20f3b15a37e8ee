package io.winnow.core.review;

import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.InspectionStore;
import io.winnow.core.inspection.Verdict;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Passed frames that turn out to show a defect. Each joins its station's regression set, whether it was marked in so many words or
 * just labelled; it leaves the set when the label does, or when a person takes it out. Thread-safe.
 */
public final class MissedDefects {
    /** Who removes a frame whose label does not say defect any more. */
    public static final String BY_LABEL = "winnow, after a change of label";

    private static final String LABELLED = "labelled as a defect although it had passed";

    /** An inspection that was not a passed one; the message says what it was. */
    public static final class NotPassedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotPassedException(Inspection inspection) {
            super(("inspection %s was not passed but %s (%s): nothing was missed; label it as a defect instead")
                    .formatted(
                            inspection.id(),
                            inspection.verdict() instanceof Verdict.Reject ? "rejected" : "undecided",
                            inspection.verdict().reason()));
        }
    }

    private final LabelService labels;
    private final InspectionStore inspections;
    private final RegressionSet regression;
    private final Clock clock;

    public MissedDefects(LabelService labels, InspectionStore inspections, RegressionSet regression, Clock clock) {
        this.labels = labels;
        this.inspections = inspections;
        this.regression = regression;
        this.clock = clock;
    }

    /** Whether a label says that an inspection missed a defect. */
    public static boolean missed(Inspection inspection, Optional<Label> label) {
        return inspection.verdict() instanceof Verdict.Pass
                && label.filter(given -> given.verdict() == Label.Truth.DEFECT).isPresent();
    }

    /**
     * Labels a passed inspection as a defect and puts it into the regression set, also where a person had taken it out before.
     *
     * @throws NotPassedException when it was rejected or undecided
     * @throws IllegalArgumentException when the label contradicts itself
     */
    public Label mark(
            Inspection inspection, Optional<String> defectType, List<RegionOfInterest> regions, String by, String why) {
        checkPassed(inspection);
        Label label = labels.put(inspection.id(), Label.Truth.DEFECT, defectType, regions, by);
        remember(inspection, by, why);
        return label;
    }

    /**
     * Checks that an inspection can have missed something.
     *
     * @throws NotPassedException when it was rejected or undecided
     */
    public void checkPassed(Inspection inspection) {
        if (!(inspection.verdict() instanceof Verdict.Pass)) {
            throw new NotPassedException(inspection);
        }
    }

    /** Puts a passed inspection that was labelled as a defect into the regression set, also where a person had taken it out before. */
    public void remember(Inspection inspection, String by, String why) {
        regression.add(inspection.id(), by, why, clock.instant());
    }

    /** To be told of every label, empty where one was taken back. */
    public void labelled(InspectionId id, Optional<Label> label) {
        Optional<RegressionFrame> known = regression.find(id);
        boolean defect =
                label.filter(given -> given.verdict() == Label.Truth.DEFECT).isPresent();
        if (defect && known.map(MissedDefects::mayReturn).orElse(true)) {
            inspections
                    .find(id)
                    .filter(inspection -> missed(inspection, label))
                    .ifPresent(inspection ->
                            regression.add(id, label.orElseThrow().labelledBy(), LABELLED, clock.instant()));
        } else if (!defect && known.filter(frame -> frame.removed().isEmpty()).isPresent()) {
            regression.remove(
                    id,
                    BY_LABEL,
                    label.isPresent() ? "labelled as normal" : "its label was taken back",
                    clock.instant());
        }
    }

    /** What a person took out, no label brings back. */
    private static boolean mayReturn(RegressionFrame frame) {
        return frame.removed().filter(removal -> removal.by().equals(BY_LABEL)).isPresent();
    }
}
