package io.winnow.core.review;

import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.StationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who looks at which frame just now, so that two people do not do the same work. Whoever was first holds a frame for a short while
 * and renews that as long as they look; nobody is kept from labelling by it. Kept in memory only: after a restart everybody just looks
 * again. Thread-safe.
 */
public final class ReviewLooks {
    /** How long a look lasts unless it is renewed. */
    public static final Duration LASTS = Duration.ofSeconds(30);

    /** More than people ever review at once: a client that invents names must not fill the memory. */
    private static final int MOST = 1_000;

    /**
     * Somebody looks at a frame.
     *
     * @param client which of the open dashboards
     * @param by name of the person, as far as they gave one
     */
    public record Look(StationId station, InspectionId inspection, String client, String by, Instant until) {}

    /** Hears of each change; {@code look} is empty when nobody looks at the frame any more. */
    @FunctionalInterface
    public interface Listener {
        void looked(InspectionId inspection, Optional<Look> look);
    }

    private final Clock clock;
    private final Listener listener;
    private final Map<InspectionId, Look> holders = new HashMap<>();

    public ReviewLooks(Clock clock, Listener listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Somebody looks at a frame, and at no other one any more.
     *
     * @return who holds the frame: the caller, or who was there before
     */
    public Look look(StationId station, InspectionId inspection, String client, String by) {
        List<InspectionId> left;
        Look holder;
        boolean taken;
        synchronized (holders) {
            Instant now = clock.instant();
            expire(now);
            left = release(client, Optional.of(inspection));
            Optional<Look> present = Optional.ofNullable(holders.get(inspection));
            taken = present.isEmpty();
            holder = present.filter(look -> !look.client().equals(client))
                    .orElseGet(() -> new Look(station, inspection, client, by, now.plus(LASTS)));
            if (taken && holders.size() >= MOST) {
                throw new IllegalStateException("more than %d people look at frames".formatted(MOST));
            }
            holders.put(inspection, holder);
        }
        left.forEach(id -> listener.looked(id, Optional.empty()));
        if (taken) {
            listener.looked(inspection, Optional.of(holder));
        }
        return holder;
    }

    /** Somebody looks at nothing any more. */
    public void leave(String client) {
        List<InspectionId> left;
        synchronized (holders) {
            left = release(client, Optional.empty());
        }
        left.forEach(id -> listener.looked(id, Optional.empty()));
    }

    /** Who looks at frames of a station at present. */
    public List<Look> at(StationId station) {
        synchronized (holders) {
            expire(clock.instant());
            return holders.values().stream()
                    .filter(look -> look.station().equals(station))
                    .toList();
        }
    }

    private void expire(Instant now) {
        holders.values().removeIf(look -> !look.until().isAfter(now));
    }

    private List<InspectionId> release(String client, Optional<InspectionId> but) {
        List<InspectionId> released = new ArrayList<>();
        holders.values().removeIf(look -> {
            boolean leaves = look.client().equals(client)
                    && but.filter(look.inspection()::equals).isEmpty();
            if (leaves) {
                released.add(look.inspection());
            }
            return leaves;
        });
        return released;
    }
}
