package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.storage.FleetRegistry.Member;
import io.winnow.adapter.storage.FleetRegistry.Revision;
import io.winnow.adapter.storage.FleetRegistry.Standing;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.Outbox;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.testing.Await;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Members of a fleet against a real server. */
class FleetRegistryTest {
    private static final Duration LEASE = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final DataSource source;

    FleetRegistryTest() throws IOException {
        this.source = TestDatabase.newPostgres();
    }

    private Database database(String member) {
        return new Database(source, Dialect.POSTGRESQL, Optional.of(member));
    }

    private FleetRegistry member(String name, Duration lease) {
        return new FleetRegistry(database(name), name, "1", lease);
    }

    @Test
    void beat_firstLeads_othersFollow_untilItResigns() {
        FleetRegistry one = member("one", LONG);
        FleetRegistry two = member("two", LONG);

        assertThat(one.beat().leader()).isEqualTo("one");
        Standing seen = two.beat();
        assertThat(seen.leader()).isEqualTo("one");
        assertThat(seen.members()).extracting(Member::name).containsExactly("one", "two");

        one.resign();

        assertThat(two.beat()).extracting(Standing::leader, Standing::term).containsExactly("two", 2L);
        assertThat(one.beat()).extracting(Standing::leader, Standing::term).containsExactly("two", 2L);
    }

    @Test
    void beat_leaderIsSilent_anotherLeadsAfterTheLease() {
        FleetRegistry one = member("one", LEASE);
        FleetRegistry two = member("two", LEASE);
        one.beat();

        Standing next = Await.until("another leader", Duration.ofSeconds(5), () -> Optional.of(two.beat())
                .filter(standing -> standing.leader().equals("two")));

        assertThat(next.term()).isEqualTo(2);
    }

    @Test
    void beat_manyAtOnce_oneLeads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> beats = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                FleetRegistry each = member("m" + i, LONG);
                beats.add(() -> each.beat().leader());
            }
            List<Future<String>> leaders = threads.invokeAll(beats);

            String first = leaders.get(0).get();
            for (Future<String> leader : leaders) {
                assertThat(leader.get()).isEqualTo(first);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void outbox_memberIsGone_itsEventsBecomeTheLeaders() {
        Outbox one = new SqlOutbox(database("one"));
        Outbox two = new SqlOutbox(database("two"));
        Inspection inspection = store("one", 1);
        FleetRegistry leader = member("two", LONG);
        leader.beat();

        assertThat(one.unpublished(inspection.station(), 10)).hasSize(1);
        assertThat(two.unpublished(inspection.station(), 10)).isEmpty();
        assertThat(member("three", LONG).adoptEvents("one"))
                .as("adopted by one that does not lead")
                .isZero();
        assertThat(leader.adoptEvents("one")).isEqualTo(1);
        assertThat(one.unpublished(inspection.station(), 10)).isEmpty();
        assertThat(two.unpublished(inspection.station(), 10)).hasSize(1);
    }

    @Test
    void save_sameFrameAtTwoMembers_isDecidedOnce() {
        Inspection first = store("one", 1);

        boolean second = new SqlInspectionStore(database("two"))
                .save(Inspections.scored(1, 0.9, Inspections.mapWithPeak(3, 4, 1, 2, 1)), event(first));

        assertThat(second).isFalse();
        assertThat(new SqlOutbox(database("two")).waiting()).isEqualTo(1);
    }

    @Test
    void isGone_silentOrUnknown_isGone() {
        FleetRegistry one = member("one", LONG);
        one.beat();

        assertThat(one.isGone("one", LONG)).isFalse();
        assertThat(one.isGone("nobody", LONG)).isTrue();
        Await.until("silence", Duration.ofSeconds(5), () -> Optional.of(one.isGone("one", Duration.ofMillis(50)))
                .filter(gone -> gone));
        one.forget("one", LONG);
        assertThat(one.beat().members()).as("not forgotten while it lives").hasSize(1);
    }

    @Test
    void revisions_thresholdsOrModelsChange_rise() {
        Database database = database("one");
        FleetRegistry one = member("one", LONG);
        assertThat(one.revisions()).isEmpty();

        database.write(
                "a step",
                handle -> handle.execute(
                        "INSERT INTO model_event (station_id, version, to_state, at, by_whom, why) VALUES ('press-1', 1, 'champion', 0, 'a', 'b')"));

        Revision after = one.revisions().values().iterator().next();
        assertThat(after.models()).isPositive();
        assertThat(after.thresholds()).isZero();
    }

    private Inspection store(String member, int number) {
        Inspection inspection = Inspections.scored(number, 0.5, Inspections.mapWithPeak(3, 4, 1, 2, 1));
        assertThat(new SqlInspectionStore(database(member)).save(inspection, event(inspection)))
                .isTrue();
        return inspection;
    }

    private static OutgoingEvent event(Inspection inspection) {
        return new OutgoingEvent(inspection.id().value(), inspection.station(), ByteBuffer.allocate(1));
    }
}
