package io.winnow.core.pool;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageQuality;
import io.winnow.core.image.ImageSize;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.model.EmbeddingStore;
import io.winnow.core.model.Origin;
import io.winnow.core.model.PoolEntry;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.model.PoolStore;
import io.winnow.core.model.Signature;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Keeps one station's pool: fills it while the station collects, lets it grow by a sample of the frames judged normal, and obeys what
 * operators say of single frames. Its store is the truth; this holds the same in memory, so that a frame is judged without asking
 * the database. Thread-safe.
 */
public final class PoolKeeper {
    /**
     * A frame as the station knows it when it may enter.
     *
     * @param embeddings of the station's backbone; asked for only where the frame was drawn
     */
    public record Candidate(
            FrameId frame,
            Instant capturedAt,
            Optional<String> setting,
            EncodedImage image,
            ImageSize size,
            Supplier<PatchEmbeddings> embeddings,
            Optional<ImageQuality> quality) {}

    /** Hears of each frame that enters, leaves or is refused. Called on the thread that did it; must be quick. */
    public interface Listener {
        default void entered(StationId station, Origin origin) {}

        default void refused(StationId station, Refusal why) {}

        default void left(StationId station, Refusal why) {}
    }

    /** Where pools are kept. */
    public record Stores(PoolStore pool, EmbeddingStore embeddings, FrameStore frames) {}

    private final StationId station;
    private final PoolRules rules;
    private final ContentHash recipe;
    private final Stores stores;
    private final Clock clock;
    private final ZoneId zone;
    private final Listener listener;
    private final Instant since;
    private PoolSample sample;
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
    private final Map<Refusal, Long> left = new EnumMap<>(Refusal.class);
    private long entered;

    /**
     * Reads what the pool holds.
     *
     * @param recipe what the station's embeddings are made with
     */
    public PoolKeeper(
            StationId station, PoolRules rules, ContentHash recipe, Stores stores, Clock clock, Listener listener) {
        this.station = station;
        this.rules = rules;
        this.recipe = recipe;
        this.stores = stores;
        this.clock = clock;
        this.zone = ZoneId.systemDefault();
        this.listener = listener;
        this.since = clock.instant();
        this.sample = new PoolSample(rules, stores.pool().entries(station));
    }

    /** Reads anew what the pool holds: other processes fill it too. */
    public synchronized void reload() {
        sample = new PoolSample(rules, stores.pool().entries(station));
    }

    /** Number of frames. */
    public synchronized int size() {
        return sample.size();
    }

    /**
     * Takes a frame while the station collects; returns whether it was new. The byte limit holds here too.
     *
     * @throws StorageException when it could not be stored
     */
    public synchronized boolean collect(Candidate candidate) {
        PatchEmbeddings patches = candidate.embeddings().get();
        PoolEntry entry = entry(candidate, patches, Origin.COLLECTED);
        if (sample.find(entry.image()).isPresent() || sample.bytes() + entry.bytes() > rules.bytes()) {
            refuse(sample.find(entry.image()).isPresent() ? Refusal.DUPLICATE : Refusal.FULL);
            return false;
        }
        putEmbeddings(candidate, patches);
        enter(entry);
        return true;
    }

    /**
     * Offers a frame that was judged normal; returns whether it entered.
     *
     * @throws StorageException when it could not be stored
     */
    public synchronized boolean offer(Candidate candidate) {
        if (!sample.drawn(candidate.image().hash())) {
            refuse(Refusal.NOT_DRAWN);
            return false;
        }
        PatchEmbeddings patches = candidate.embeddings().get();
        PoolEntry entry = entry(candidate, patches, Origin.PASSED);
        Admission admission = sample.judge(entry);
        if (!admission.enters()) {
            refuse(admission.refusal().orElseThrow());
            return false;
        }
        admission.leaves().ifPresent(gone -> leave(gone.image(), admission.because()));
        putEmbeddings(candidate, patches);
        enter(entry);
        entered++;
        return true;
    }

    /** An operator says that a frame is normal: it stays, or enters at once. */
    public synchronized void confirmNormal(FrameId frame, Instant capturedAt, ContentHash image) {
        Optional<PoolEntry> aside = stores.pool().takeFromAside(station, image);
        Optional<PoolEntry> known = sample.find(image);
        if (known.isPresent()) {
            stores.pool().confirm(station, image, true);
            sample.add(known.get().withConfirmed(true));
            return;
        }
        long imageBytes = storedBytes(image);
        if (imageBytes == 0) {
            refuse(Refusal.FULL);
            return;
        }
        PoolEntry entry = aside.map(back -> back.withConfirmed(true))
                .orElseGet(() -> new PoolEntry(
                        new PoolFrame(frame, image, clock.instant()),
                        Origin.CONFIRMED,
                        true,
                        rules.shifts().at(capturedAt, zone),
                        "",
                        imageBytes + typicalEmbeddingBytes(),
                        Optional.empty(),
                        Optional.empty()));
        Admission admission = sample.judge(entry);
        if (!admission.enters()) {
            refuse(admission.refusal().orElseThrow());
            return;
        }
        admission.leaves().ifPresent(gone -> leave(gone.image(), admission.because()));
        enter(entry);
        entered++;
    }

    /** An operator says that a frame is defective: it leaves, and its embeddings with it unless another pool needs them. */
    public synchronized void confirmDefective(ContentHash image) {
        if (sample.find(image).isEmpty()) {
            return;
        }
        stores.pool().setAside(station, image);
        forget(image, Refusal.CONFIRMED_DEFECT);
    }

    /** An operator takes back what was said of a frame: everything is as if it had not been said. */
    public synchronized void unconfirm(ContentHash image) {
        Optional<PoolEntry> known = sample.find(image);
        if (known.isPresent()) {
            if (known.get().origin() == Origin.CONFIRMED) {
                leave(image, Refusal.NOT_DRAWN);
            } else {
                stores.pool().confirm(station, image, false);
                sample.add(known.get().withConfirmed(false));
            }
        }
        // What had entered by an operator's word alone has no other right to be here.
        stores.pool()
                .takeFromAside(station, image)
                .filter(back -> back.origin() != Origin.CONFIRMED && storedBytes(image) > 0)
                .ifPresent(back -> {
                    if (sample.size() < rules.frames() && sample.bytes() + back.bytes() <= rules.bytes()) {
                        enter(back);
                    }
                });
    }

    private PoolEntry entry(Candidate candidate, PatchEmbeddings patches, Origin origin) {
        return new PoolEntry(
                new PoolFrame(candidate.frame(), candidate.image().hash(), clock.instant()),
                origin,
                false,
                rules.shifts().at(candidate.capturedAt(), zone),
                setting(candidate),
                candidate.image().byteCount() + embeddingBytes(patches),
                Optional.of(Signature.of(patches)),
                candidate.quality());
    }

    /** What can be seen of it in the image, and what the camera says of itself. */
    private static String setting(Candidate candidate) {
        String format =
                candidate.image().byteCount() > 1 && (candidate.image().bytes().get(0) & 0xff) == 0xff ? "JPEG" : "PNG";
        String seen = candidate.size() + " " + format;
        return candidate.setting().map(said -> seen + " " + said).orElse(seen);
    }

    /** In half precision, as they are stored. */
    private static long embeddingBytes(PatchEmbeddings patches) {
        return 2L * patches.patches() * patches.dimension();
    }

    /** All embeddings of a recipe have one size. */
    private long typicalEmbeddingBytes() {
        return sample.entries().stream()
                .mapToLong(entry -> Math.max(0, entry.bytes() - storedBytes(entry.image())))
                .limit(1)
                .sum();
    }

    private long storedBytes(ContentHash image) {
        try {
            return stores.frames().find(image).map(EncodedImage::byteCount).orElse(0);
        } catch (IOException e) {
            throw new StorageException("frame %s of %s cannot be read".formatted(image, station), e);
        }
    }

    private void putEmbeddings(Candidate candidate, PatchEmbeddings patches) {
        try {
            stores.embeddings().put(recipe, candidate.image().hash(), patches);
        } catch (IOException e) {
            throw new StorageException(
                    "embeddings of frame %s of %s could not be stored".formatted(candidate.frame(), station), e);
        }
    }

    private void enter(PoolEntry entry) {
        stores.pool().add(station, entry);
        sample.add(entry);
        listener.entered(station, entry.origin());
    }

    private void leave(ContentHash image, Refusal why) {
        stores.pool().remove(station, image);
        forget(image, why);
    }

    private void forget(ContentHash image, Refusal why) {
        sample.remove(image);
        count(left, why);
        listener.left(station, why);
        if (!stores.pool().inAnyPool(image)) {
            try {
                stores.embeddings().delete(recipe, image);
            } catch (IOException e) {
                throw new StorageException("embeddings of %s of %s could not be deleted".formatted(image, station), e);
            }
        }
    }

    private void refuse(Refusal why) {
        count(refused, why);
        listener.refused(station, why);
    }

    private static void count(Map<Refusal, Long> counts, Refusal why) {
        counts.merge(why, 1L, Long::sum);
    }

    /** How the pool stands. */
    public synchronized PoolStatus status() {
        Map<Origin, Integer> byOrigin = new EnumMap<>(Origin.class);
        Map<String, Integer> byShift = new TreeMap<>();
        int confirmed = 0;
        for (PoolEntry entry : sample.entries()) {
            byOrigin.merge(entry.origin(), 1, Integer::sum);
            confirmed += entry.confirmed() ? 1 : 0;
            if (entry.origin() == Origin.PASSED) {
                byShift.merge(entry.shift(), 1, Integer::sum);
            }
        }
        return new PoolStatus(
                sample.size(),
                sample.bytes(),
                rules,
                confirmed,
                byOrigin,
                byShift,
                since,
                entered,
                refused,
                left,
                sample.entries().stream()
                        .map(entry -> entry.frame().collectedAt())
                        .max(Instant::compareTo));
    }
}
