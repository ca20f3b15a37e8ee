package io.winnow.core.review;

import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.LabelStore.Labelled;
import io.winnow.core.review.LiveQuality.Sampling;
import io.winnow.core.review.ReviewStore.Count;
import io.winnow.core.review.WeightedSample.Decision;
import io.winnow.core.review.WeightedSample.Stratum;
import io.winnow.core.review.WeightedSample.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The labels that count for all inspections: those on frames that were chosen for review by design. Labels that people volunteered
 * on other frames are left out, because nobody knows the chance with which they were given. Immutable.
 */
final class ReviewSample {
    private record Key(String verdict, double probability) {}

    private final List<Labelled> labelled = new ArrayList<>();
    private final List<Unit> units = new ArrayList<>();
    private final List<Stratum> strata = new ArrayList<>();
    private final List<Key> keys = new ArrayList<>();
    private final Map<InspectionId, Integer> positions = new HashMap<>();
    private final Sampling sampling;

    /**
     * @param all labelled inspections of one model
     * @param counts of the same model's inspections
     */
    ReviewSample(List<Labelled> all, List<Count> counts) {
        Map<Key, Integer> strataByKey = new HashMap<>();
        long inspections = 0;
        long covered = 0;
        long chosen = 0;
        for (Count count : counts) {
            inspections += count.inspections();
            if (count.probability().orElse(0) > 0) {
                covered += count.inspections();
                chosen += count.chosen();
                Key key = new Key(count.verdict(), count.probability().getAsDouble());
                strataByKey.put(key, strata.size());
                strata.add(new Stratum(count.inspections()));
                keys.add(key);
            }
        }
        for (Labelled each : all) {
            Optional<ReviewSelection> selection = each.inspection().selection().filter(ReviewSelection::chosen);
            Optional<Integer> stratum = selection.map(
                    found -> strataByKey.get(new Key(each.inspection().verdict().word(), found.probability())));
            stratum.ifPresent(position -> add(each, position));
        }
        sampling = new Sampling(inspections, covered, chosen, units.size(), all.size() - (long) units.size());
    }

    private void add(Labelled each, int stratum) {
        positions.put(each.inspection().id(), units.size());
        labelled.add(each);
        units.add(unit(each, stratum));
    }

    private static Unit unit(Labelled each, int stratum) {
        Verdict verdict = each.inspection().verdict();
        double score = verdict.imageScore()
                .orElseThrow(() -> new IllegalArgumentException(
                        "inspection %s has no score".formatted(each.inspection().id())));
        return new Unit(stratum, score, LiveQuality.defective(each), decision(verdict));
    }

    /** Labelled inspections that stand for themselves alone. */
    static WeightedSample alone(List<Labelled> labelled) {
        return new WeightedSample(
                labelled.stream().map(each -> unit(each, 0)).toList(), List.of(new Stratum(labelled.size())));
    }

    private static Decision decision(Verdict verdict) {
        if (verdict instanceof Verdict.Reject) {
            return Decision.REJECT;
        }
        return verdict instanceof Verdict.Pass ? Decision.PASS : Decision.CHECK;
    }

    Sampling sampling() {
        return sampling;
    }

    /** The labelled inspections that are in the sample. */
    List<Labelled> labelled() {
        return labelled;
    }

    /** Position of an inspection among the units. */
    int position(InspectionId inspection) {
        return Objects.requireNonNull(positions.get(inspection), "inspection is not in the sample");
    }

    WeightedSample weighted() {
        return new WeightedSample(units, strata);
    }

    /** Why nothing can be said of all inspections, where that is so. */
    Optional<String> lack() {
        if (strata.isEmpty()) {
            return Optional.of("no inspection of the window had a chance of being chosen for review");
        }
        int defective = (int) units.stream().filter(Unit::defective).count();
        Optional<String> few = LiveQuality.lack(units.size() - defective, defective);
        if (few.isPresent()) {
            return few.map(text -> text + " among the frames chosen for review");
        }
        for (int s = 0; s < strata.size(); s++) {
            int stratum = s;
            if (strata.get(s).inspections() > 0 && units.stream().noneMatch(unit -> unit.stratum() == stratum)) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "none of the %d frames with verdict %s and a review chance of %.3g has a label",
                        strata.get(s).inspections(),
                        keys.get(s).verdict(),
                        keys.get(s).probability()));
            }
        }
        return Optional.empty();
    }
}
