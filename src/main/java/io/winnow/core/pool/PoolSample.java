package io.winnow.core.pool;

import io.winnow.core.image.ContentHash;
import io.winnow.core.model.Origin;
import io.winnow.core.model.PoolEntry;
import io.winnow.core.model.Signature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/**
 * The frames of one pool in memory and the rules of who enters and who leaves. Without near-duplicates and while neither limit on
 * shifts and settings binds, the frames that no operator confirmed are a uniform sample of all that were offered, see {@link Priority}.
 * Where a limit binds, the candidate competes with the frames of its own shift or setting only. Used by one thread.
 */
final class PoolSample {
    /** With fewer neighbours their median distance says nothing. */
    private static final int FEWEST_SIGNATURES = 10;

    private final PoolRules rules;
    private final Map<ContentHash, PoolEntry> entries = new LinkedHashMap<>();
    private long bytes;

    PoolSample(PoolRules rules, Collection<PoolEntry> entries) {
        this.rules = rules;
        entries.forEach(this::add);
    }

    void add(PoolEntry entry) {
        remove(entry.image());
        entries.put(entry.image(), entry);
        bytes += entry.bytes();
    }

    void remove(ContentHash image) {
        PoolEntry gone = entries.remove(image);
        if (gone != null) {
            bytes -= gone.bytes();
        }
    }

    Optional<PoolEntry> find(ContentHash image) {
        return Optional.ofNullable(entries.get(image));
    }

    Collection<PoolEntry> entries() {
        return entries.values();
    }

    int size() {
        return entries.size();
    }

    long bytes() {
        return bytes;
    }

    double priority(PoolEntry entry) {
        return Priority.of(rules.seed(), entry.image());
    }

    /** Whether an image is among the share of candidates at all: asked first, because nothing else has to be known for it. */
    boolean drawn(ContentHash image) {
        return Priority.of(rules.seed(), image) < rules.share();
    }

    /** Judges a candidate; changes nothing. */
    Admission judge(PoolEntry candidate) {
        if (entries.containsKey(candidate.image())) {
            return Admission.refused(Refusal.DUPLICATE);
        }
        if (!candidate.confirmed() && nearDuplicate(candidate)) {
            return Admission.refused(Refusal.NEAR_DUPLICATE);
        }
        if (candidate.origin() == Origin.PASSED) {
            Optional<Admission> limited = limited(
                            candidate,
                            entry -> entry.shift().equals(candidate.shift()),
                            rules.shiftShare(),
                            Refusal.SHIFT_LIMIT)
                    .or(() -> limited(
                            candidate,
                            entry -> entry.setting().equals(candidate.setting()),
                            rules.settingShare(),
                            Refusal.SETTING_LIMIT));
            if (limited.isPresent()) {
                return limited.get();
            }
        }
        boolean room = entries.size() < rules.frames() && bytes + candidate.bytes() <= rules.bytes();
        return room ? Admission.FREE : compete(candidate, entry -> true, Refusal.DRAWN_OUT);
    }

    private Optional<Admission> limited(PoolEntry candidate, Predicate<PoolEntry> kin, double share, Refusal why) {
        Predicate<PoolEntry> grown = kin.and(entry -> entry.origin() == Origin.PASSED);
        long most = Math.max(1, Math.round(share * rules.frames()));
        return entries.values().stream().filter(grown).count() < most
                ? Optional.empty()
                : Optional.of(compete(candidate, grown, why));
    }

    /** The candidate takes the place of the last of some frames, where it stands before that one; a confirmed one always does. */
    private Admission compete(PoolEntry candidate, Predicate<PoolEntry> among, Refusal why) {
        Optional<PoolEntry> last = last(among);
        if (last.isEmpty()) {
            return Admission.refused(Refusal.FULL);
        }
        boolean fits = bytes - last.get().bytes() + candidate.bytes() <= rules.bytes();
        boolean before = candidate.confirmed() || priority(candidate) < priority(last.get());
        return fits && before ? Admission.inPlaceOf(last.get(), why) : Admission.refused(why);
    }

    private Optional<PoolEntry> last(Predicate<PoolEntry> among) {
        return entries.values().stream()
                .filter(among)
                .filter(entry -> !entry.confirmed())
                .max((a, b) -> Double.compare(priority(a), priority(b)));
    }

    private boolean nearDuplicate(PoolEntry candidate) {
        if (rules.duplicates() == 0 || candidate.signature().isEmpty()) {
            return false;
        }
        List<Signature> known = signatures();
        OptionalDouble nearest = nearest(candidate.signature().get(), known, -1);
        return known.size() >= FEWEST_SIGNATURES
                && nearest.isPresent()
                && nearest.getAsDouble() < rules.duplicates() * medianOfNearest(known);
    }

    private List<Signature> signatures() {
        List<Signature> known = new ArrayList<>();
        entries.values().forEach(entry -> entry.signature().ifPresent(known::add));
        return known;
    }

    private static OptionalDouble nearest(Signature signature, List<Signature> others, int except) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < others.size(); i++) {
            if (i != except) {
                nearest = Math.min(nearest, signature.distance(others.get(i)));
            }
        }
        return Double.isFinite(nearest) ? OptionalDouble.of(nearest) : OptionalDouble.empty();
    }

    /** Over at most some fifty frames: more would cost time on the inspecting thread and hardly move the median. */
    private static double medianOfNearest(List<Signature> known) {
        int step = Math.max(1, known.size() / 50);
        DoubleStream.Builder distances = DoubleStream.builder();
        for (int i = 0; i < known.size(); i += step) {
            nearest(known.get(i), known, i).ifPresent(distances::add);
        }
        double[] sorted = distances.build().sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
