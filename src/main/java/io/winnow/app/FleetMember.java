package io.winnow.app;

import io.winnow.adapter.storage.FleetRegistry;
import io.winnow.adapter.storage.FleetRegistry.Member;
import io.winnow.adapter.storage.FleetRegistry.PoolRevision;
import io.winnow.adapter.storage.FleetRegistry.Revision;
import io.winnow.adapter.storage.FleetRegistry.Standing;
import io.winnow.app.config.SiteConfiguration.Fleet;
import io.winnow.core.inspection.StationId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One of several Winnows that work as one: says that it lives, follows what the others change, and does what is to be done once while
 * it leads. Leading ends here before it can begin elsewhere, by as much as this process' clock and the server's may differ in speed.
 * Thread-safe.
 */
final class FleetMember implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FleetMember.class.getName());

    static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration BEFORE_ITS_END = Duration.ofSeconds(1);
    private static final long BEAT_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 250;
    private static final long CATCH_UP_MILLIS = 1_000;
    private static final long TRY_AGAIN_MILLIS = 5_000;

    /** A restart takes less; what a member left is taken over after that. */
    static final Duration GONE = Duration.ofSeconds(15);

    /** What a member does when something changed. */
    interface Work {
        /** Lets a station's champion be the one of the store; false where it is to be tried again. */
        boolean models(StationId station, boolean leading);

        /** Another process has changed a station's thresholds. */
        void thresholds(StationId station);

        /** Reads how many inspections all have stored. */
        void count();

        /** Reads anew what a station's pool holds. */
        void pool(StationId station);

        /** Begins or ends to do what is to be done once. */
        void lead(boolean now);

        /** Takes what the broker keeps for a member that is gone; false where it is to be tried again. */
        boolean takeOver(String gone) throws InterruptedException;
    }

    private final FleetRegistry registry;
    private final Fleet fleet;
    private final List<StationId> stations;
    private final Work work;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(4, task -> {
        Thread thread = new Thread(task, "winnow-fleet");
        thread.setDaemon(true);
        return thread;
    });

    private final Map<StationId, Revision> seen = new HashMap<>();
    private final Map<StationId, PoolRevision> pools = new HashMap<>();
    private final Map<StationId, Long> tryAgainAt = new HashMap<>();
    private volatile @Nullable Standing standing;
    private volatile long heardAt = System.nanoTime();
    /** Since when this one has reached the database without a gap in which its lease would have ended. */
    private volatile long heardSince = heardAt;

    private volatile long leadingUntil = System.nanoTime();
    private volatile boolean leads;
    private boolean acted;

    FleetMember(FleetRegistry registry, Fleet fleet, List<StationId> stations, Work work) {
        this.registry = registry;
        this.fleet = fleet;
        this.stations = List.copyOf(stations);
        this.work = work;
    }

    /** Joins, and opens the champions, before it returns; then goes on by itself. */
    void start() {
        beat();
        look();
        every(BEAT_MILLIS, "a sign of life", this::beat);
        every(LOOK_MILLIS, "following the others", this::look);
        every(CATCH_UP_MILLIS, "counting what others did", this::catchUp);
        every(BEAT_MILLIS, "taking over from who is gone", this::takeOver);
    }

    private void every(long milliseconds, String what, Runnable task) {
        AtomicBoolean failing = new AtomicBoolean();
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                        failing.set(false);
                    } catch (RuntimeException e) {
                        // It must go on: what failed now may work the next time. Said once, not four times a second.
                        System.Logger.Level level =
                                failing.getAndSet(true) ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
                        LOG.log(level, what + " failed and is tried again", e);
                    }
                },
                milliseconds,
                milliseconds,
                TimeUnit.MILLISECONDS);
    }

    /** Whether this one does what is to be done once. */
    boolean leading() {
        return leads && System.nanoTime() - leadingUntil < 0;
    }

    /** Who leads, as far as is known here. */
    Optional<String> leader() {
        return Optional.ofNullable(standing).map(Standing::leader);
    }

    /** Members that were heard of lately, this one included. */
    int living() {
        Standing now = standing;
        return now == null
                ? 1
                : (int) now.members().stream().filter(FleetMember::lives).count();
    }

    private static boolean lives(Member member) {
        return member.silent().compareTo(GONE) < 0;
    }

    private void beat() {
        long began = System.nanoTime();
        Standing now = registry.beat();
        long heard = System.nanoTime();
        if (heard - heardAt > LEASE.toNanos()) {
            heardSince = heard;
        }
        heardAt = heard;
        Standing before = standing;
        standing = now;
        leads = now.leader().equals(fleet.member());
        if (leads) {
            leadingUntil = began + LEASE.minus(BEFORE_ITS_END).toNanos();
        }
        if (before == null || before.term() != now.term()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "fleet {0}, member {1}: {2} leads, term {3}",
                    fleet.group(),
                    fleet.member(),
                    now.leader(),
                    now.term());
        }
    }

    private void look() {
        boolean leading = leading();
        boolean turned = leading != acted;
        if (turned) {
            work.lead(leading);
            acted = leading;
        }
        Map<StationId, Revision> revisions = registry.revisions();
        for (StationId station : stations) {
            Revision now = revisions.getOrDefault(station, Revision.NONE);
            @Nullable Revision before = seen.get(station);
            boolean models = turned || before == null || before.models() != now.models();
            if (before != null && before.thresholds() != now.thresholds()) {
                work.thresholds(station);
            }
            if (models && due(station) && !work.models(station, leading)) {
                tryAgainAt.put(station, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TRY_AGAIN_MILLIS));
                // As if nothing had been seen: it is looked at again.
                seen.put(station, new Revision(-1, now.thresholds()));
            } else if (!models || due(station)) {
                tryAgainAt.remove(station);
                seen.put(station, now);
            }
        }
    }

    private void catchUp() {
        work.count();
        Map<StationId, PoolRevision> now = registry.pools();
        for (StationId station : stations) {
            PoolRevision pool = now.getOrDefault(station, PoolRevision.NONE);
            if (!pool.equals(pools.put(station, pool))) {
                work.pool(station);
            }
        }
    }

    private boolean due(StationId station) {
        Long at = tryAgainAt.get(station);
        return at == null || System.nanoTime() - at >= 0;
    }

    /** Nobody who could not reach the database either calls another one silent: after an outage of it all of them are. */
    private void takeOver() {
        Standing now = standing;
        if (now == null || !leading() || System.nanoTime() - heardSince < GONE.toNanos()) {
            return;
        }
        for (Member member : now.members()) {
            if (lives(member) || member.name().equals(fleet.member())) {
                continue;
            }
            int events = registry.adoptEvents(member.name());
            LOG.log(
                    System.Logger.Level.INFO,
                    "member {0} is gone for {1} s: its {2} events leave from here, and its frames are taken",
                    member.name(),
                    member.silent().toSeconds(),
                    events);
            try {
                if (work.takeOver(member.name())) {
                    registry.forget(member.name(), GONE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether a member is still gone. */
    boolean isGone(String member) {
        return registry.isGone(member, GONE);
    }

    /** Lets another one lead. */
    @Override
    public void close() {
        timer.shutdownNow();
        if (leads) {
            leads = false;
            registry.resign();
        }
    }
}
