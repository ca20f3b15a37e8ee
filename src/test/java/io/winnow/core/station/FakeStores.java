package io.winnow.core.station;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.InspectionQuery;
import io.winnow.core.inspection.InspectionStore;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.inspection.VerdictCounts;
import io.winnow.core.model.EmbeddingStore;
import io.winnow.core.model.PoolEntry;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.model.PoolStore;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** All that a station stores, in memory. */
final class FakeStores implements FrameStore, InspectionStore, PoolStore, EmbeddingStore {
    final Map<ContentHash, EncodedImage> frames = new ConcurrentHashMap<>();
    final List<Inspection> inspections = new CopyOnWriteArrayList<>();
    final List<OutgoingEvent> events = new CopyOnWriteArrayList<>();
    final List<PoolEntry> pool = new ArrayList<>();
    final Map<ContentHash, PoolEntry> aside = new HashMap<>();
    final Map<ContentHash, PatchEmbeddings> embeddings = new HashMap<>();
    volatile boolean diskFull;
    volatile Optional<StorageException> refusal = Optional.empty();
    volatile Hook beforePut = () -> {};
    private final AtomicInteger lastId = new AtomicInteger();

    /** Goes before something else. */
    @FunctionalInterface
    interface Hook {
        void run() throws IOException;
    }

    StationSurroundings surroundings(StationListener listener) {
        return new StationSurroundings(
                this,
                new FrameWriter(),
                this,
                this,
                this,
                new RegionLocator(),
                inspection -> new OutgoingEvent(inspection.id().value(), inspection.station(), ByteBuffer.allocate(0)),
                listener,
                () -> new InspectionId("id-" + lastId.incrementAndGet()),
                Clock.fixed(Inspections.NOON, ZoneOffset.UTC));
    }

    @Override
    public void put(EncodedImage image) throws IOException {
        beforePut.run();
        if (diskFull) {
            throw new IOException("no space left on device");
        }
        frames.put(image.hash(), image);
    }

    @Override
    public Optional<EncodedImage> find(ContentHash hash) {
        return Optional.ofNullable(frames.get(hash));
    }

    @Override
    public void delete(ContentHash hash) {
        frames.remove(hash);
    }

    @Override
    public boolean save(Inspection inspection, OutgoingEvent event) {
        refusal.ifPresent(refused -> {
            throw refused;
        });
        boolean known = inspections.stream()
                .anyMatch(each -> each.station().equals(inspection.station())
                        && each.frame().equals(inspection.frame())
                        && each.capturedAt().equals(inspection.capturedAt()));
        if (known) {
            return false;
        }
        inspections.add(inspection);
        return events.add(event);
    }

    @Override
    public Optional<Inspection> find(InspectionId id) {
        return inspections.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    @Override
    public Optional<InspectionId> newest() {
        return inspections.isEmpty()
                ? Optional.empty()
                : Optional.of(inspections.get(inspections.size() - 1).id());
    }

    @Override
    public Optional<Inspection> findEarlier(CapturedFrame frame) {
        return inspections.stream()
                .filter(each -> each.station().equals(frame.station()) && same(each, frame))
                .findFirst();
    }

    private static boolean same(Inspection inspection, CapturedFrame frame) {
        boolean id = inspection.frame().equals(frame.id());
        boolean time = inspection.capturedAt().equals(frame.capturedAt());
        boolean image = inspection.frameHash().equals(frame.image().hash());
        return id && (time || image) || image && time;
    }

    @Override
    public List<Inspection> list(InspectionQuery query) {
        return List.copyOf(inspections);
    }

    @Override
    public VerdictCounts counts(StationId station) {
        return VerdictCounts.ZERO;
    }

    @Override
    public boolean add(StationId station, PoolEntry entry) {
        return pool.add(entry);
    }

    @Override
    public void confirm(StationId station, ContentHash image, boolean confirmed) {
        pool.replaceAll(entry -> entry.image().equals(image) ? entry.withConfirmed(confirmed) : entry);
    }

    @Override
    public boolean setAside(StationId station, ContentHash image) {
        pool.stream().filter(entry -> entry.image().equals(image)).forEach(entry -> aside.put(image, entry));
        return remove(station, image);
    }

    @Override
    public Optional<PoolEntry> takeFromAside(StationId station, ContentHash image) {
        return Optional.ofNullable(aside.remove(image));
    }

    @Override
    public boolean inAnyPool(ContentHash image) {
        return pool.stream().anyMatch(entry -> entry.image().equals(image));
    }

    @Override
    public List<PoolEntry> entries(StationId station) {
        return List.copyOf(pool);
    }

    @Override
    public boolean remove(StationId station, ContentHash image) {
        return pool.removeIf(entry -> entry.image().equals(image));
    }

    @Override
    public List<PoolFrame> list(StationId station) {
        return pool.stream().map(PoolEntry::frame).toList();
    }

    @Override
    public int size(StationId station) {
        return pool.size();
    }

    @Override
    public void put(ContentHash recipe, ContentHash image, PatchEmbeddings patches) {
        embeddings.put(image, patches);
    }

    @Override
    public Optional<PatchEmbeddings> find(ContentHash recipe, ContentHash image) {
        return Optional.ofNullable(embeddings.get(image));
    }

    @Override
    public void delete(ContentHash recipe, ContentHash image) {
        embeddings.remove(image);
    }
}
