package io.winnow.core.threshold;

import io.winnow.core.access.Transactions;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Calibration;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.review.LabelStore;
import io.winnow.core.review.LabelledScores;
import io.winnow.core.review.ReviewStore;
import io.winnow.core.threshold.ThresholdChange.Action;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Thresholds of all stations: a policy for each, the values it gives for each model, and the history of both. A change takes effect
 * with the next frame; a model that begins to serve gets the thresholds that the station's policy gives for it. Thread-safe.
 */
public final class ThresholdService implements Thresholds {
    private static final System.Logger LOG = System.getLogger(ThresholdService.class.getName());

    /** Who is named for changes that nobody asked for. */
    private static final String NOBODY = "winnow";

    /** How many of a station's newest inspections labels are looked for in. */
    private static final int LABEL_WINDOW = 20_000;

    private static final int WHOLE_HISTORY = 10_000;

    /** What thresholds are computed from and kept in. */
    public record Ports(ThresholdStore history, CalibratedModels models, LabelStore labels, ReviewStore reviews) {}

    /**
     * A station's thresholds as they are.
     *
     * @param last the change that made them so; empty where the configuration did
     */
    public record State(ThresholdPolicy policy, ThresholdLines lines, Optional<ThresholdChange> last) {}

    private record Key(StationId station, ModelVersion model) {}

    private final Ports ports;
    private final Function<StationId, ThresholdPolicy> configured;
    private final Clock clock;
    private final Consumer<StationId> changed;
    private final Transactions transactions;
    private final Map<Key, ThresholdLines> known = new ConcurrentHashMap<>();

    /**
     * @param configured the policy of a station as long as nobody changed it
     * @param changed hears of stations whose thresholds changed
     */
    public ThresholdService(
            Ports ports, Function<StationId, ThresholdPolicy> configured, Clock clock, Consumer<StationId> changed) {
        this(ports, configured, clock, changed, Transactions.NONE);
    }

    /**
     * @param configured the policy of a station as long as nobody changed it
     * @param changed hears of stations whose thresholds changed
     * @param transactions keep other processes from changing thresholds meanwhile
     */
    public ThresholdService(
            Ports ports,
            Function<StationId, ThresholdPolicy> configured,
            Clock clock,
            Consumer<StationId> changed,
            Transactions transactions) {
        this.transactions = transactions;
        this.ports = ports;
        this.configured = configured;
        this.clock = clock;
        this.changed = changed;
    }

    @Override
    public ThresholdSetting of(ModelManifest model) {
        return lines(model).setting();
    }

    private ThresholdLines lines(ModelManifest model) {
        Key key = new Key(model.station(), model.version());
        ThresholdLines found = known.get(key);
        return found != null ? found : known.computeIfAbsent(key, unknown -> storedOrFollowing(model));
    }

    /** What was stored for this model stays, whatever labels came since: thresholds change only when somebody changes them. */
    private ThresholdLines storedOrFollowing(ModelManifest model) {
        Optional<ThresholdChange> last = ports.history().latest(model.station());
        return last.map(ThresholdChange::after)
                .filter(lines -> lines.model().equals(model.version()))
                .orElseGet(() -> following(model, policy(model.station(), last)));
    }

    private ThresholdPolicy policy(StationId station, Optional<ThresholdChange> last) {
        return last.map(ThresholdChange::policy).orElseGet(() -> configured.apply(station));
    }

    /** What the policy gives for another model; where it gives nothing, the threshold that the model was fitted with. */
    private ThresholdLines following(ModelManifest model, ThresholdPolicy policy) {
        try {
            return preview(model, policy);
        } catch (NotEnoughDataException | IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "station {0}, model {1}: the threshold of the fit is used: {2}",
                    model.station(),
                    model.version(),
                    e.getMessage());
            ThresholdLine line = new ThresholdLine(
                    model.threshold(),
                    0,
                    OptionalInt.empty(),
                    false,
                    "threshold of the fit, without a grey band: " + e.getMessage());
            return new ThresholdLines(model.version(), line, Optional.empty());
        }
    }

    /** Records what the policy gives for a model that was not the last to serve. */
    @Override
    public synchronized void serving(ModelManifest model) {
        if (isLast(model, ports.history().latest(model.station()))) {
            return;
        }
        transactions.together(() -> {
            Optional<ThresholdChange> last = ports.history().latest(model.station());
            if (!isLast(model, last)) {
                ThresholdPolicy policy = policy(model.station(), last);
                store(model, NOBODY, Action.MODEL, policy, following(model, policy), last);
            }
        });
    }

    private static boolean isLast(ModelManifest model, Optional<ThresholdChange> last) {
        return last.map(ThresholdChange::after)
                .filter(lines -> lines.model().equals(model.version()))
                .isPresent();
    }

    /** Forgets what was read of a station: another process has changed its thresholds. */
    public void changedElsewhere(StationId station) {
        known.keySet().removeIf(key -> key.station().equals(station));
        changed.accept(station);
    }

    /** The thresholds of the model that serves. */
    public State state(ModelManifest model) {
        Optional<ThresholdChange> last = ports.history().latest(model.station());
        return new State(policy(model.station(), last), lines(model), last);
    }

    /**
     * What a policy would give for a model.
     *
     * @throws NotEnoughDataException when a rule cannot be followed yet
     * @throws IllegalArgumentException when the review threshold would not be below the reject threshold
     */
    public ThresholdLines preview(ModelManifest model, ThresholdPolicy policy) {
        Set<FrameId> used = needsLabels(policy) ? new HashSet<>(ports.models().used(model)) : Set.of();
        LabelledScores labelled = needsLabels(policy)
                ? LabelledScores.of(ports.labels(), ports.reviews(), model.station(), model.version(), LABEL_WINDOW)
                : LabelledScores.NONE;
        return new ThresholdCalculator(model, calibration(model), labelled, used).lines(policy);
    }

    private static boolean needsLabels(ThresholdPolicy policy) {
        return needsLabels(policy.reject())
                || policy.review().filter(ThresholdService::needsLabels).isPresent();
    }

    private static boolean needsLabels(ThresholdRule rule) {
        return rule instanceof ThresholdRule.Conformal conformal
                ? conformal.withConfirmed()
                : !(rule instanceof ThresholdRule.Fixed);
    }

    private Optional<Calibration> calibration(ModelManifest model) {
        try {
            return ports.models().calibration(model);
        } catch (IOException e) {
            throw new NotEnoughDataException("the calibration of model %s of station %s cannot be read: %s"
                    .formatted(model.version(), model.station(), e.getMessage()));
        }
    }

    /**
     * Sets a station's policy; the next frame is decided by it.
     *
     * @param model that serves
     * @param by who sets it
     * @throws NotEnoughDataException when a rule cannot be followed yet
     * @throws IllegalArgumentException when the thresholds would be in the wrong order, or {@code by} is no name
     */
    public synchronized ThresholdChange set(ModelManifest model, ThresholdPolicy policy, String by) {
        return store(
                model,
                by,
                Action.SET,
                policy,
                preview(model, policy),
                ports.history().latest(model.station()));
    }

    /**
     * Goes back to the policy before the last one that somebody set and nobody took back.
     *
     * @throws NotEnoughDataException when there is none, or it cannot be followed with this model
     */
    public synchronized ThresholdChange undo(ModelManifest model, String by) {
        StationId station = model.station();
        ThresholdPolicy before = beforeLast(station)
                .orElseThrow(() -> new NotEnoughDataException(
                        "nobody has changed the thresholds of station %s, or everything is taken back"
                                .formatted(station)));
        return store(
                model,
                by,
                Action.UNDO,
                before,
                following(model, before),
                ports.history().latest(station));
    }

    private Optional<ThresholdPolicy> beforeLast(StationId station) {
        List<ThresholdChange> newestFirst = ports.history().history(station, Long.MAX_VALUE, WHOLE_HISTORY);
        Deque<ThresholdPolicy> inForce = new ArrayDeque<>();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            ThresholdChange change = newestFirst.get(i);
            if (change.action() == Action.SET) {
                inForce.push(change.policy());
            } else if (change.action() == Action.UNDO) {
                inForce.pop();
            }
        }
        if (inForce.isEmpty()) {
            return Optional.empty();
        }
        inForce.pop();
        return Optional.of(inForce.isEmpty() ? configured.apply(station) : inForce.peek());
    }

    private ThresholdChange store(
            ModelManifest model,
            String by,
            Action action,
            ThresholdPolicy policy,
            ThresholdLines after,
            Optional<ThresholdChange> last) {
        StationId station = model.station();
        ThresholdChange stored = ports.history()
                .add(new ThresholdChange(
                        0, station, clock.instant(), by, action, policy, last.map(ThresholdChange::after), after));
        known.put(new Key(station, model.version()), after);
        // Other models follow the new policy when they are next asked for.
        known.keySet()
                .removeIf(key -> key.station().equals(station) && !key.model().equals(model.version()));
        changed.accept(station);
        return stored;
    }

    /** Changes of a station with a sequence below {@code before}, newest first. */
    public List<ThresholdChange> history(StationId station, long before, int limit) {
        return ports.history().history(station, before, limit);
    }
}
