package io.winnow.core.life;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.model.ModelRecord;
import io.winnow.core.model.ModelState;
import io.winnow.core.review.ModelComparison;
import io.winnow.core.review.ModelScoreStore;
import io.winnow.core.review.ModelScoreStore.Judged;
import io.winnow.core.review.ModelScoreStore.Pair;
import io.winnow.core.station.Station;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares two versions from what is stored of them. */
record Reports(Station station, LifeTools tools) {
    private static final int MOST_LABELLED = 5_000;

    CandidateReport of(ModelRecord candidate, ModelVersion champion, PromotionPolicy policy) {
        Pair pair = new Pair(station.id(), candidate.version(), champion);
        ModelScoreStore.Standing standing = tools.scores().standing(pair);
        List<Judged> labelled = tools.scores().labelled(pair, MOST_LABELLED);
        Set<FrameId> fittedOn = new HashSet<>(tools.models().keptFrames(station.id(), candidate.version()));
        fittedOn.addAll(tools.models().keptFrames(station.id(), champion));
        List<Judged> unseen = labelled.stream()
                .filter(each -> !fittedOn.contains(each.champion().frame()))
                .toList();
        ModelComparison comparison =
                ModelComparison.of(unseen, station.settings().preprocessing().region());
        RegressionOutcome regression = RegressionOutcome.of(tools.regression().tried(pair));
        return new CandidateReport(
                candidate.version(),
                champion,
                standing.shadowed(),
                policy.shadowFrames(),
                candidate.state() == ModelState.RETIRED ? 0 : tools.shadow().dropped(station.id()),
                labelled.size() - unseen.size(),
                comparison,
                regression,
                policy.decide(comparison, regression));
    }
}
