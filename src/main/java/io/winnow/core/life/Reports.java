package io.winnow.core.life;

import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.model.ModelRecord;
import io.winnow.core.review.ModelComparison;
import io.winnow.core.review.ModelScoreStore;
import io.winnow.core.review.ModelScoreStore.Judged;
import io.winnow.core.review.ModelScoreStore.Pair;
import io.winnow.core.station.Station;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares two versions of one station from what is stored of them. Thread-safe. */
final class Reports {
    private static final int MOST_LABELLED = 5_000;

    /** What a comparison depends on: bootstraps are not repeated while labels stay as they are. */
    private record Basis(Pair pair, int labelled, Optional<Instant> newestLabel) {}

    private record Compared(Basis basis, ModelComparison comparison, int fittedOn) {}

    private final Station station;
    private final LifeTools tools;
    private @Nullable Compared last;

    Reports(Station station, LifeTools tools) {
        this.station = station;
        this.tools = tools;
    }

    CandidateReport of(ModelRecord candidate, ModelVersion champion, PromotionPolicy policy) {
        Pair pair = new Pair(station.id(), candidate.version(), champion);
        ModelScoreStore.Standing standing = tools.scores().standing(pair);
        Compared compared = compared(new Basis(pair, standing.labelled(), standing.newestLabel()));
        RegressionOutcome regression = RegressionOutcome.of(tools.regression().tried(pair));
        return new CandidateReport(
                candidate.version(),
                champion,
                standing.shadowed(),
                policy.shadowFrames(),
                candidate.state().open() ? tools.shadow().dropped(station.id()) : 0,
                compared.fittedOn(),
                compared.comparison(),
                regression,
                policy.decide(compared.comparison(), regression));
    }

    private synchronized Compared compared(Basis basis) {
        Compared known = last;
        if (known != null && known.basis().equals(basis)) {
            return known;
        }
        Pair pair = basis.pair();
        List<Judged> labelled = tools.scores().labelled(pair, MOST_LABELLED);
        Set<FrameId> fittedOn = new HashSet<>(tools.models().keptFrames(station.id(), pair.candidate()));
        fittedOn.addAll(tools.models().keptFrames(station.id(), pair.champion()));
        List<Judged> unseen = labelled.stream()
                .filter(each -> !fittedOn.contains(each.champion().frame()))
                .toList();
        Compared fresh = new Compared(
                basis,
                ModelComparison.of(unseen, station.settings().preprocessing().region()),
                labelled.size() - unseen.size());
        last = fresh;
        return fresh;
    }
}
