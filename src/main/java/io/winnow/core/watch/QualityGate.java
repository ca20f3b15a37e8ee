package io.winnow.core.watch;

import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageQuality;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict.Undecided;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.PoolEntry;
import io.winnow.core.model.PoolStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a frame pass to a model only when it is lit and focused as the frames that the model was fitted on. A version's limits are
 * learnt when it first serves, from the frames of the pool that its bank was fitted on, and stored beside it. Thread-safe.
 */
public final class QualityGate {
    /** One that lets everything through. */
    public static final QualityGate OPEN = new QualityGate(QualityRules.OFF, Optional.empty());

    /** Where limits are kept and what they are learnt from. */
    public record Stores(QualityLimitStore limits, PoolStore pool, ModelStore models) {}

    private record Key(StationId station, ModelVersion version) {}

    private final QualityRules rules;
    private final Optional<Stores> stores;
    private final Map<Key, Optional<QualityLimits>> known = new ConcurrentHashMap<>();

    public QualityGate(QualityRules rules, Stores stores) {
        this(rules, Optional.of(stores));
    }

    private QualityGate(QualityRules rules, Optional<Stores> stores) {
        this.rules = rules;
        this.stores = stores;
    }

    /** Makes the limits of a version ready, so that no frame has to wait for them. */
    public void prepare(ModelManifest model) {
        limits(model);
    }

    /** The limits of a version; empty where it has none, because too little is known of its frames, or the gate is off. */
    public Optional<QualityLimits> limits(ModelManifest model) {
        if (!rules.enabled()) {
            return Optional.empty();
        }
        return known.computeIfAbsent(
                new Key(model.station(), model.version()),
                key -> stores.flatMap(
                        from -> from.limits().find(key.station(), key.version()).or(() -> learn(from, key))));
    }

    private Optional<QualityLimits> learn(Stores from, Key key) {
        Set<FrameId> fitted = new HashSet<>(from.models().keptFrames(key.station(), key.version()));
        List<ImageQuality> qualities = from.pool().entries(key.station()).stream()
                .filter(entry -> fitted.contains(entry.frame().frame()))
                .map(PoolEntry::quality)
                .flatMap(Optional::stream)
                .toList();
        Optional<QualityLimits> learnt = QualityLimits.learn(qualities, rules);
        learnt.ifPresent(limits -> from.limits().put(key.station(), key.version(), limits));
        return learnt;
    }

    /** Why a frame cannot be judged by a model; empty where it can. */
    public Optional<Undecided> breach(ModelManifest model, Optional<ImageQuality> image) {
        return image.isEmpty() ? Optional.empty() : limits(model).flatMap(limits -> limits.breach(image.get()));
    }
}
