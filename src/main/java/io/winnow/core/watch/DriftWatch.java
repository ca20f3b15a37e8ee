package io.winnow.core.watch;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.watch.DriftMemory.Stream;
import io.winnow.core.watch.DriftStatus.Quantiles;
import io.winnow.core.watch.DriftStatus.StreamStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Watches one station for drift: scores, distances to the memory bank and operators' overrides, each with a test of its own that
 * takes a third of the stated rate of false alarms. What came first after a model began to serve, or after a reset, is what later
 * frames are held against. An alarm stays until a reset or another model. Thread-safe.
 *
 * <p>The stated rate supposes that frames are exchangeable while nothing drifts. Frames that follow each other closely and look alike
 * are not, and alarm more often.
 */
public final class DriftWatch {
    private static final int FEWEST_FOR_QUANTILES = 10;
    private static final int REMEMBERED_LABELS = 1000;

    private final StationId station;
    private final DriftRules rules;
    private final DriftStore store;
    private final Clock clock;
    private final Consumer<DriftAlarm> listener;
    private final Map<DriftSign, DriftMonitor> monitors = new EnumMap<>(DriftSign.class);
    private final List<DriftAlarm> alarms = new ArrayList<>();
    private final Map<InspectionId, Boolean> labelled = new LinkedHashMap<>();
    private Optional<ModelVersion> model = Optional.empty();
    private boolean changed;

    /**
     * Goes on where the stored state stands.
     *
     * @param listener hears of each alarm, on the thread that raised it
     */
    public DriftWatch(
            StationId station, DriftRules rules, DriftStore store, Clock clock, Consumer<DriftAlarm> listener) {
        this.station = station;
        this.rules = rules;
        this.store = store;
        this.clock = clock;
        this.listener = listener;
        restore(rules.enabled() ? store.find(station) : Optional.empty());
    }

    /** Goes on where another process has left off. */
    public void reload() {
        if (rules.enabled()) {
            Optional<DriftMemory> memory = store.find(station);
            synchronized (this) {
                restore(memory);
            }
        }
    }

    private void restore(Optional<DriftMemory> memory) {
        model = memory.flatMap(DriftMemory::model);
        alarms.clear();
        memory.ifPresent(known -> alarms.addAll(known.alarms()));
        changed = false;
        for (DriftSign sign : DriftSign.values()) {
            monitors.put(
                    sign,
                    monitor(sign, memory.map(known -> known.streams().get(sign)).orElse(DriftMonitor.NOTHING)));
        }
    }

    private DriftMonitor monitor(DriftSign sign, Stream state) {
        double threshold = (double) rules.falseAlarmEvery() * DriftSign.values().length;
        return new DriftMonitor(rules.reference(), threshold, sign.ordinal() + 1L, state);
    }

    /** Takes an inspection that was scored; others say nothing. Another model than before starts everything anew. */
    public void inspected(Inspection inspection) {
        OptionalDouble score = score(inspection.verdict());
        if (!rules.enabled() || score.isEmpty() || inspection.model().isEmpty()) {
            return;
        }
        List<DriftAlarm> raised = new ArrayList<>();
        synchronized (this) {
            if (!inspection.model().equals(model)) {
                model = inspection.model();
                startAnew();
            }
            take(DriftSign.SCORE, score.getAsDouble()).ifPresent(raised::add);
            inspection.map().flatMap(map -> take(DriftSign.DISTANCE, mean(map))).ifPresent(raised::add);
        }
        raised.forEach(listener);
    }

    /** Takes an operator's word on an inspection of the model that serves, the first one on each. */
    public void labelled(Inspection inspection, boolean defective) {
        if (!rules.enabled() || score(inspection.verdict()).isEmpty()) {
            return;
        }
        Optional<DriftAlarm> raised;
        synchronized (this) {
            if (!inspection.model().equals(model) || labelled.putIfAbsent(inspection.id(), true) != null) {
                return;
            }
            if (labelled.size() > REMEMBERED_LABELS) {
                labelled.remove(labelled.keySet().iterator().next());
            }
            boolean override = defective != inspection.verdict() instanceof Verdict.Reject;
            raised = take(DriftSign.OVERRIDES, override ? 1 : 0);
        }
        raised.ifPresent(listener);
    }

    private Optional<DriftAlarm> take(DriftSign sign, double value) {
        changed = true;
        DriftMonitor monitor = requireMonitor(sign);
        boolean known = alarms.stream().anyMatch(alarm -> alarm.sign() == sign);
        if (known || !monitor.take(value)) {
            return Optional.empty();
        }
        DriftAlarm alarm = new DriftAlarm(sign, clock.instant(), monitor.seen(), Optional.empty());
        alarms.add(alarm);
        save();
        return Optional.of(alarm);
    }

    private DriftMonitor requireMonitor(DriftSign sign) {
        DriftMonitor monitor = monitors.get(sign);
        if (monitor == null) {
            throw new IllegalStateException("%s is not watched".formatted(sign));
        }
        return monitor;
    }

    private static OptionalDouble score(Verdict verdict) {
        if (verdict instanceof Verdict.Pass pass) {
            return OptionalDouble.of(pass.score());
        }
        return verdict instanceof Verdict.Reject reject ? OptionalDouble.of(reject.score()) : OptionalDouble.empty();
    }

    private static double mean(AnomalyMap map) {
        float[] scores = map.toArray();
        double sum = 0;
        for (float score : scores) {
            sum += score;
        }
        return sum / scores.length;
    }

    private void startAnew() {
        alarms.clear();
        labelled.clear();
        for (DriftSign sign : DriftSign.values()) {
            monitors.put(sign, monitor(sign, DriftMonitor.NOTHING));
        }
        changed = true;
    }

    /** Someone has seen the alarms; they stay. */
    public synchronized void acknowledge(String by) {
        alarms.replaceAll(alarm -> alarm.acknowledgedBy().isPresent() ? alarm : alarm.acknowledged(by));
        save();
    }

    /** Forgets everything: from now on, what comes next is what later frames are held against. */
    public synchronized void reset() {
        startAnew();
        save();
    }

    /** Stores what is known, where anything has changed since the last time. */
    public synchronized void saveIfChanged() {
        if (changed) {
            save();
        }
    }

    private void save() {
        Map<DriftSign, Stream> streams = new EnumMap<>(DriftSign.class);
        monitors.forEach((sign, monitor) -> streams.put(sign, monitor.state()));
        store.put(station, new DriftMemory(model, streams, alarms));
        changed = false;
    }

    /** Whether an alarm of that kind stands. */
    public synchronized boolean alarmed(DriftSign sign) {
        return alarms.stream().anyMatch(alarm -> alarm.sign() == sign);
    }

    /** One word: see {@link DriftStatus#state}. */
    public synchronized String state() {
        if (!rules.enabled()) {
            return "off";
        }
        boolean learning = requireMonitor(DriftSign.SCORE).seen() <= rules.reference();
        if (alarms.isEmpty()) {
            return learning ? "learning" : "steady";
        }
        return alarms.stream().allMatch(alarm -> alarm.acknowledgedBy().isPresent()) ? "acknowledged" : "drift";
    }

    /** How the station stands. */
    public synchronized DriftStatus status() {
        return new DriftStatus(
                rules,
                state(),
                model,
                monitors.entrySet().stream()
                        .map(each -> status(each.getKey(), each.getValue()))
                        .toList(),
                alarms);
    }

    private static StreamStatus status(DriftSign sign, DriftMonitor monitor) {
        List<Double> recent = monitor.recent();
        OptionalDouble mean = recent.stream().mapToDouble(Double::doubleValue).average();
        return new StreamStatus(
                sign,
                monitor.seen(),
                monitor.statistic(),
                monitor.threshold(),
                quantiles(monitor.state().values()),
                quantiles(recent),
                mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty(),
                recent.size());
    }

    private static Optional<Quantiles> quantiles(List<Double> values) {
        if (values.size() < FEWEST_FOR_QUANTILES) {
            return Optional.empty();
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return Optional.of(new Quantiles(
                quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9), quantile(sorted, 0.99)));
    }

    private static double quantile(List<Double> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
    }
}
