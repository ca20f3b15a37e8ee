package io.winnow.adapter.storage;

import io.winnow.core.health.ClockWatch;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.KeptContent;
import io.winnow.core.inspection.RetainedFrames;
import io.winnow.core.model.RetainedEmbeddings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Deletes the oldest inspections beyond the limits, then the frames and embeddings that nobody needs any more.
 *
 * <p>Rows go first and files after them, so that a process killed in between leaves files without rows, never rows without files; the
 * next run finds them. A frame is stored shortly before its inspection is, so files touched within a grace period stay.
 *
 * <p>A clock that has jumped is not believed: nothing is deleted within the grace period after a jump, when no time of a file says
 * anything, and nothing for its age within a day, so that people have time to see it.
 *
 * <p>Thread-safe, but meant to be run by one thread; inspection goes on meanwhile.
 */
public final class Retention {
    /** From storing a frame to storing its inspection, generously. */
    static final Duration GRACE = Duration.ofMinutes(2);

    private static final System.Logger LOG = System.getLogger(Retention.class.getName());
    private static final int BATCH = 200;

    /** Small, so that little more is deleted than the limit asks for. */
    private static final int BATCH_FOR_SPACE = 50;

    /**
     * What one run deleted and what is left.
     *
     * @param inspections deleted
     * @param frames deleted
     * @param embeddings deleted
     * @param frameBytes that the remaining frames take
     */
    public record Outcome(int inspections, int frames, int embeddings, long frameBytes) {}

    private final RetentionQueries queries;
    private final KeptContent frames;
    private final RetainedEmbeddings embeddings;
    private final RetentionLimits limits;
    private final Supplier<Set<ContentHash>> recipes;
    private final Clock clock;
    private final ClockWatch watch;

    /**
     * @param recipes whose embeddings are wanted; those of others are deleted
     * @param watch says whether the clock can be believed
     */
    public Retention(
            Database database,
            RetainedFrames frames,
            RetainedEmbeddings embeddings,
            RetentionLimits limits,
            Supplier<Set<ContentHash>> recipes,
            Clock clock,
            ClockWatch watch) {
        this.queries = new RetentionQueries(database, limits.keepLabelled(), limits.keepLedger(), limits.keepEvents());
        this.frames = frames.content();
        this.embeddings = embeddings;
        this.limits = limits;
        this.recipes = recipes;
        this.clock = clock;
        this.watch = watch;
        doubtClockThatLeavesNothing();
    }

    /** At boot a clock may be years off; whatever would make everything old, or everything too new, is doubted first. */
    private void doubtClockThatLeavesNothing() {
        Instant now = clock.instant();
        queries.newestDecidedAt()
                .filter(newest -> newest.isBefore(now.minus(limits.age())) || newest.isAfter(now.plus(GRACE)))
                .ifPresent(newest -> watch.doubt(Duration.between(newest, now)));
    }

    /** Sees to the limits once. */
    public synchronized Outcome run() throws IOException {
        Optional<ClockWatch.Jump> jump = watch.look();
        if (jump.isPresent() && jump.get().ago().compareTo(GRACE) < 0) {
            return new Outcome(0, 0, 0, 0);
        }
        Instant now = clock.instant();
        return new Run(now, now.minus(GRACE), jump.isEmpty()).run();
    }

    private final class Run {
        private final Instant now;
        private final Instant untouchedSince;
        private final boolean byAge;
        private final Map<ContentHash, Long> sizes = new HashMap<>();
        private int deletedInspections;
        private int deletedFrames;
        private int deletedEmbeddings;
        private long frameBytes;

        private Run(Instant now, Instant untouchedSince, boolean byAge) {
            this.now = now;
            this.byAge = byAge;
            this.untouchedSince = untouchedSince;
        }

        private Outcome run() throws IOException {
            if (byAge) {
                deleteOld();
            }
            deleteBeyondCount();
            frames.forEach(stored -> sizes.put(stored.hash(), stored.bytes()));
            frameBytes = sizes.values().stream().mapToLong(Long::longValue).sum();
            deleteUnneededFrames(new ArrayList<>(sizes.keySet()));
            deleteBeyondSpace();
            deleteUnneededEmbeddings();
            return new Outcome(deletedInspections, deletedFrames, deletedEmbeddings, frameBytes);
        }

        private void deleteOld() {
            Instant oldest = now.minus(limits.age());
            List<ContentHash> deleted;
            do {
                deleted = queries.deleteDecidedBefore(oldest, BATCH);
                deletedInspections += deleted.size();
            } while (!deleted.isEmpty());
        }

        private void deleteBeyondCount() {
            for (String station : queries.stations()) {
                queries.newestBeyond(station, limits.inspections()).ifPresent(newest -> {
                    List<ContentHash> deleted;
                    do {
                        deleted = queries.deleteUpTo(station, newest, BATCH);
                        deletedInspections += deleted.size();
                    } while (!deleted.isEmpty());
                });
            }
        }

        private void deleteUnneededFrames(List<ContentHash> candidates) throws IOException {
            for (int from = 0; from < candidates.size(); from += BATCH) {
                List<ContentHash> batch = candidates.subList(from, Math.min(candidates.size(), from + BATCH));
                for (ContentHash hash : queries.unneeded(batch)) {
                    if (frames.deleteUntouchedSince(hash, untouchedSince, now)) {
                        deletedFrames++;
                        frameBytes -= sizes.getOrDefault(hash, 0L);
                    }
                }
            }
        }

        private void deleteBeyondSpace() throws IOException {
            while (frameBytes > limits.frameBytes()) {
                List<ContentHash> deleted = queries.deleteOldest(untouchedSince, now, BATCH_FOR_SPACE);
                if (deleted.isEmpty()) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "frames take {0} bytes, limit is {1}; what is left is exempt or too new to be deleted",
                            frameBytes,
                            limits.frameBytes());
                    return;
                }
                deletedInspections += deleted.size();
                deleteUnneededFrames(deleted);
            }
        }

        private void deleteUnneededEmbeddings() throws IOException {
            Set<ContentHash> wanted = recipes.get();
            for (ContentHash recipe : embeddings.recipes()) {
                KeptContent files = embeddings.content(recipe);
                List<ContentHash> images = new ArrayList<>();
                files.forEach(stored -> images.add(stored.hash()));
                for (ContentHash image : wanted.contains(recipe) ? queries.outsidePools(images) : images) {
                    if (files.deleteUntouchedSince(image, untouchedSince, now)) {
                        deletedEmbeddings++;
                    }
                }
            }
        }
    }
}
