package io.winnow.core.life;

import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.review.ModelScore;
import io.winnow.core.review.ModelScoreStore;
import io.winnow.core.review.ModelScoreStore.Pair;
import io.winnow.core.station.PatchSource;
import io.winnow.core.station.Scored;
import io.winnow.core.station.ServingModel;
import io.winnow.core.station.Shadow;
import io.winnow.core.station.Station;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A candidate's examination: scores every labelled frame that was not scored yet, one after the other in the shadow's quiet
 * moments, and live frames as they come. All of it is stored as it happens, so that a restart goes on where it was. Thread-safe.
 */
final class Examination {
    private static final System.Logger LOG = System.getLogger(Examination.class.getName());
    private static final int AT_ONCE = 50;

    private final Station station;
    private final LifeTools tools;
    private final AtomicBoolean scoring = new AtomicBoolean();
    /** Labelled frames that cannot be scored, because their image is gone or unreadable. */
    private final Set<InspectionId> unscorable = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Pair pair;
    private boolean caughtUp;
    private int batches;
    /** What the last decision was based on, so that nothing is decided twice over the same. */
    private ModelScoreStore.@Nullable Standing basis;

    private List<InspectionId> basisRegression = List.of();

    private PromotionPolicy.@Nullable Kind kind;

    Examination(Station station, LifeTools tools) {
        this.station = station;
        this.tools = tools;
    }

    void begin(ServingModel candidate, ModelVersion champion, BiConsumer<ModelVersion, RuntimeException> failures) {
        ModelVersion version = candidate.manifest().version();
        pair = new Pair(station.id(), version, champion);
        basis = null;
        kind = null;
        caughtUp = false;
        batches = 0;
        unscorable.clear();
        tools.shadow().begin(station.id(), candidate, new Shadow.Sink() {
            @Override
            public void scored(Inspection inspection, Scored scored) {
                store(inspection.id(), scored, true);
            }

            @Override
            public void failed(Inspection inspection, RuntimeException failure) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        () -> "model %s could not score inspection %s".formatted(version, inspection.id()),
                        failure);
                failures.accept(version, failure);
            }
        });
    }

    /** Whether this is the examination of that version. */
    boolean of(ModelVersion candidate) {
        Pair now = pair;
        return now != null && now.candidate().equals(candidate);
    }

    Optional<ModelVersion> champion() {
        return Optional.ofNullable(pair).map(Pair::champion);
    }

    /**
     * Whether the labelled frames from before are scored; sees to it that more are, where any are missing. Labels that come in
     * meanwhile are scored too, but never keep an examination from ending: somewhere somebody always labels.
     */
    boolean labelledDone() {
        Pair now = pair;
        if (now == null || scoring.get()) {
            return now != null && caughtUp;
        }
        List<InspectionId> missing = tools.scores().missing(now, AT_ONCE + unscorable.size()).stream()
                .filter(inspection -> !unscorable.contains(inspection))
                .toList();
        caughtUp |= missing.isEmpty() || (batches > 0 && missing.size() < AT_ONCE);
        if (missing.isEmpty()) {
            return true;
        }
        batches++;
        scoring.set(true);
        for (InspectionId inspection : missing) {
            tools.shadow().later(() -> scoreLabelled(now, inspection));
        }
        tools.shadow().later(() -> scoring.set(false));
        return caughtUp;
    }

    private void scoreLabelled(Pair pair, InspectionId id) {
        if (!pair.equals(this.pair)) {
            return;
        }
        try {
            Inspection inspection = tools.inspections()
                    .find(id)
                    .orElseThrow(() -> new IOException("inspection %s is not stored any more".formatted(id)));
            PatchSource frame = tools.patches().source(station, inspection.frameHash());
            if (!tools.scores().scored(station.id(), pair.candidate(), id)) {
                tools.shadow().score(station.id(), frame).ifPresent(scored -> store(id, scored, false));
            }
            if (!tools.scores().scored(station.id(), pair.champion(), id)) {
                station.score(frame).ifPresent(scored -> store(id, scored, false));
            }
        } catch (IOException | UndecodableImageException | RuntimeException e) {
            unscorable.add(id);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "labelled inspection {0} is left out of the examination of {1}: {2}",
                    id,
                    pair.candidate(),
                    e.getMessage());
        }
    }

    private void store(InspectionId inspection, Scored scored, boolean shadow) {
        tools.scores()
                .put(new ModelScore(
                        station.id(),
                        scored.model().version(),
                        inspection,
                        shadow,
                        scored.detection().score(),
                        station.thresholds(scored.model()).threshold(),
                        scored.detection().map(),
                        tools.clock().instant()));
    }

    /** Whether enough live frames were scored, and anything has changed since the last decision. */
    boolean readyToDecide(int shadowFrames) {
        Pair now = pair;
        if (now == null) {
            return false;
        }
        ModelScoreStore.Standing next = tools.scores().standing(now);
        boolean enough = next.shadowed() >= shadowFrames;
        List<InspectionId> regression = tools.regression().members(station.id());
        ModelScoreStore.Standing before = basis;
        boolean sameLabels = before != null
                && before.labelled() == next.labelled()
                && before.newestLabel().equals(next.newestLabel())
                && regression.equals(basisRegression);
        if (enough && !sameLabels) {
            basis = next;
            basisRegression = regression;
            return true;
        }
        return false;
    }

    /** Scores no more; what was scored stays. */
    void end() {
        pair = null;
        tools.shadow().end(station.id());
    }

    boolean isKind(PromotionPolicy.Kind other) {
        return kind == other;
    }

    void kind(PromotionPolicy.Kind next) {
        kind = next;
    }
}
