package io.winnow.adapter.storage;

import io.winnow.core.inspection.StationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Who belongs to a fleet, which of them leads, and how far what they share has changed, in PostgreSQL. All times are the server's, so
 * that the clocks of the members need not agree. Thread-safe.
 */
public final class FleetRegistry {
    private static final String LEADER = "leader";

    /** Microseconds since 1970 by the server's clock. */
    private static final String NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";

    /**
     * A member as the database knows it.
     *
     * @param silent since when it was not heard of
     */
    public record Member(String name, Duration silent) {}

    /**
     * How things stood at the moment of a beat.
     *
     * @param leader who leads
     * @param term rises with each change of leader
     */
    public record Standing(String leader, long term, List<Member> members) {
        public Standing {
            members = List.copyOf(members);
        }
    }

    /**
     * Numbers that rise whenever something of a station changes.
     *
     * @param models steps of its versions
     * @param thresholds changes of its thresholds
     */
    public record Revision(long models, long thresholds) {
        /** Nothing has happened yet. */
        public static final Revision NONE = new Revision(0, 0);
    }

    /**
     * What a station's pool holds, as far as is needed to see a change.
     *
     * @param newest place of the newest frame
     * @param confirmed frames that operators confirmed
     */
    public record PoolRevision(long newest, long frames, long confirmed) {
        /** There is no pool. */
        public static final PoolRevision NONE = new PoolRevision(0, 0, 0);
    }

    private final Database database;
    private final String me;
    private final String version;
    private final Duration lease;

    /**
     * @param me name of this member
     * @param version of the program, for whoever looks
     * @param lease how long a leader leads without saying so again
     */
    public FleetRegistry(Database database, String me, String version, Duration lease) {
        this.database = database;
        this.me = me;
        this.version = version;
        this.lease = lease;
    }

    /** Says that this member lives, and leads where nobody else does. */
    public Standing beat() {
        return database.append("saying that this member lives", handle -> {
            handle.createUpdate(
                            "INSERT INTO fleet_member AS m (name, started_at, seen_at, version) VALUES (:me, "
                                    + NOW + ", " + NOW + ", :version)"
                                    + " ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, version = excluded.version")
                    .bind("me", me)
                    .bind("version", version)
                    .execute();
            lead(handle);
            return standing(handle);
        });
    }

    /** Takes the lease where it has ended, or makes it longer where it is ours; otherwise nothing changes. */
    private void lead(Handle handle) {
        handle.createUpdate("INSERT INTO fleet_lease AS l (name, holder, term, until) VALUES (:name, :me, 1, " + NOW
                        + " + :lease) ON CONFLICT (name) DO UPDATE SET until = excluded.until, holder = excluded.holder,"
                        + " term = CASE WHEN l.holder = excluded.holder THEN l.term ELSE l.term + 1 END"
                        + " WHERE l.holder = excluded.holder OR l.until < " + NOW)
                .bind("name", LEADER)
                .bind("me", me)
                .bind("lease", lease.toNanos() / 1_000)
                .execute();
    }

    private static Standing standing(Handle handle) {
        List<Member> members = handle.createQuery(
                        "SELECT name, " + NOW + " - seen_at AS silent FROM fleet_member ORDER BY name")
                .map((row, context) ->
                        new Member(row.getString("name"), Duration.ofNanos(Math.max(0, row.getLong("silent")) * 1_000)))
                .list();
        return handle.createQuery("SELECT holder, term FROM fleet_lease WHERE name = :name")
                .bind("name", LEADER)
                .map((row, context) -> new Standing(row.getString("holder"), row.getLong("term"), members))
                .one();
    }

    /** Leads no more, so that another one can at once. */
    public void resign() {
        database.append("leading no more", handle -> handle.createUpdate(
                        "UPDATE fleet_lease SET until = 0 WHERE name = :name AND holder = :me")
                .bind("name", LEADER)
                .bind("me", me)
                .execute());
    }

    /** Makes what a member that is gone was to send this one's to send; how many events these were. */
    public int adoptEvents(String gone) {
        return database.append("taking over the events of member " + gone, handle -> handle.createUpdate(
                        "UPDATE outbox SET owner = :me WHERE owner = :gone AND EXISTS"
                                + " (SELECT 1 FROM fleet_lease WHERE name = :name AND holder = :me)")
                .bind("me", me)
                .bind("gone", gone)
                .bind("name", LEADER)
                .execute());
    }

    /** Whether a member has not been heard of for a while, or is not known any more. */
    public boolean isGone(String member, Duration silent) {
        return database.read("looking for member " + member, handle -> handle.createQuery(
                        "SELECT NOT EXISTS (SELECT 1 FROM fleet_member WHERE name = :member AND seen_at >= " + NOW
                                + " - :silent)")
                .bind("member", member)
                .bind("silent", silent.toNanos() / 1_000)
                .mapTo(Boolean.class)
                .one());
    }

    /** Forgets a member that is gone and has left nothing behind. */
    public void forget(String gone, Duration silent) {
        database.append("forgetting member " + gone, handle -> handle.createUpdate(
                        "DELETE FROM fleet_member WHERE name = :gone AND seen_at < " + NOW + " - :silent")
                .bind("gone", gone)
                .bind("silent", silent.toNanos() / 1_000)
                .execute());
    }

    /** How far each station's models and thresholds have changed; stations of which nothing is known are absent. */
    public Map<StationId, Revision> revisions() {
        return database.read("asking what has changed", handle -> {
            Map<StationId, Revision> revisions = new HashMap<>();
            handle.createQuery("SELECT station_id, MAX(models) AS models, MAX(thresholds) AS thresholds FROM"
                            + " (SELECT station_id, MAX(sequence) AS models, 0 AS thresholds FROM model_event GROUP BY station_id"
                            + " UNION ALL SELECT station_id, 0, MAX(sequence) FROM threshold_change GROUP BY station_id) changes"
                            + " GROUP BY station_id")
                    .map((row, context) -> revisions.put(new StationId(row.getString("station_id")), revision(row)))
                    .list();
            return revisions;
        });
    }

    /** What each station's pool holds; stations without a pool are absent. */
    public Map<StationId, PoolRevision> pools() {
        return database.read("asking what pools hold", handle -> {
            Map<StationId, PoolRevision> pools = new HashMap<>();
            handle.createQuery("SELECT station_id, MAX(sequence) AS newest, COUNT(*) AS frames,"
                            + " SUM(confirmed) AS confirmed FROM pool_frame GROUP BY station_id")
                    .map((row, context) -> pools.put(
                            new StationId(row.getString("station_id")),
                            new PoolRevision(row.getLong("newest"), row.getLong("frames"), row.getLong("confirmed"))))
                    .list();
            return pools;
        });
    }

    private static Revision revision(ResultSet row) throws SQLException {
        return new Revision(row.getLong("models"), row.getLong("thresholds"));
    }
}
