package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageQuality;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.model.LedgerDecision;
import io.winnow.core.model.LedgerDecision.Kind;
import io.winnow.core.model.Origin;
import io.winnow.core.model.PoolEntry;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.model.RefitProposal;
import io.winnow.core.model.ScheduledRefit;
import io.winnow.core.model.Signature;
import io.winnow.core.review.Label;
import io.winnow.core.watch.DriftAlarm;
import io.winnow.core.watch.DriftMemory;
import io.winnow.core.watch.DriftSign;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Dialect.class)
class SqlUpkeepTest {
    private final Database database;
    private final Clock clock = Clock.fixed(Inspections.NOON, ZoneOffset.UTC);

    SqlUpkeepTest(Dialect dialect, @TempDir Path folder) throws IOException {
        database = TestDatabase.create(dialect, folder);
    }

    private static PoolEntry entry(String name) {
        return new PoolEntry(
                new PoolFrame(new FrameId(name), Inspections.hash(name), Inspections.NOON),
                Origin.PASSED,
                false,
                "2026-03-01 06:00",
                "480x640 JPEG",
                1234,
                Optional.of(Signature.copyOf(new float[] {1, -2, 3})),
                Optional.of(new ImageQuality(0.1, 0.2, 0.3, 0.4)));
    }

    @Test
    void pool_entry_comesBackAsItWas_alsoFromAside() {
        SqlPoolStore pool = new SqlPoolStore(database);
        pool.add(Inspections.STATION, entry("a"));
        pool.confirm(Inspections.STATION, Inspections.hash("a"), true);
        assertThat(pool.entries(Inspections.STATION)).containsExactly(entry("a").withConfirmed(true));

        assertThat(pool.setAside(Inspections.STATION, Inspections.hash("a"))).isTrue();
        assertThat(pool.entries(Inspections.STATION)).isEmpty();
        assertThat(pool.inAnyPool(Inspections.hash("a"))).isFalse();
        assertThat(pool.takeFromAside(Inspections.STATION, Inspections.hash("a")))
                .contains(entry("a"));
        assertThat(pool.takeFromAside(Inspections.STATION, Inspections.hash("a")))
                .isEmpty();
    }

    /** Even where a crash came between the label and the pool. */
    @Test
    void list_frameWithTheLabelOfADefect_isNotTrainedOn() {
        SqlPoolStore pool = new SqlPoolStore(database);
        Inspection inspection = Inspections.undecided(1, Verdict.Cause.COLLECTING);
        new SqlInspectionStore(database)
                .save(inspection, new OutgoingEvent("event", inspection.station(), ByteBuffer.allocate(1)));
        PoolFrame frame = new PoolFrame(inspection.frame(), inspection.frameHash(), Inspections.NOON);
        pool.add(Inspections.STATION, frame);
        SqlLabelStore labels = new SqlLabelStore(database, clock);

        labels.put(
                inspection.id(), new Label(Label.Truth.DEFECT, Optional.empty(), List.of(), "Kim", Inspections.NOON));
        assertThat(pool.list(Inspections.STATION)).isEmpty();
        assertThat(labels.defective(Inspections.STATION, Set.of(inspection.frame(), new FrameId("other"))))
                .isEqualTo(Map.of(inspection.frame(), true));

        labels.remove(inspection.id());
        assertThat(pool.list(Inspections.STATION)).containsExactly(frame);
    }

    @Test
    void decisions_replacedAndTakenBack_theLastWordHolds() {
        SqlLedgerDecisions decisions = new SqlLedgerDecisions(database, clock);
        ContentHash image = Inspections.hash("a");
        decisions.put(Inspections.STATION, List.of(new LedgerDecision(image, Kind.RESTORED, "Kim", Inspections.NOON)));
        LedgerDecision last = new LedgerDecision(image, Kind.CONFIRMED, "Lee", Inspections.NOON.plusSeconds(1));
        decisions.put(Inspections.STATION, List.of(last));
        assertThat(decisions.list(Inspections.STATION)).containsExactly(last);

        decisions.remove(Inspections.STATION, List.of(image, Inspections.hash("never decided")), "Lee");
        assertThat(decisions.list(Inspections.STATION)).isEmpty();
        assertThat(database.<Integer>read(
                        "counting", handle -> handle.createQuery("SELECT COUNT(*) FROM ledger_decision_history")
                                .mapTo(Integer.class)
                                .one()))
                .isEqualTo(3);
    }

    @Test
    void drift_memory_comesBackAsItWas() {
        SqlDriftStore drift = new SqlDriftStore(database);
        DriftMemory memory = new DriftMemory(
                Optional.of(new ModelVersion(4)),
                Map.of(DriftSign.SCORE, new DriftMemory.Stream(3, List.of(1.0, 2.0), List.of(0.5), List.of(2.0, 1.0))),
                List.of(new DriftAlarm(DriftSign.SCORE, Inspections.NOON, 3, Optional.of("Kim"))));
        drift.put(Inspections.STATION, new DriftMemory(Optional.empty(), Map.of(), List.of()));
        drift.put(Inspections.STATION, memory);

        assertThat(drift.find(Inspections.STATION)).contains(memory);
    }

    @Test
    void proposalsAndScheduledRefits_comeBackNewestFirst() {
        SqlRefitProposals proposals = new SqlRefitProposals(database);
        RefitProposal open = new RefitProposal(
                "p1",
                Inspections.STATION,
                "score changed",
                Inspections.NOON,
                RefitProposal.State.OPEN,
                Optional.empty(),
                Optional.empty());
        proposals.put(open);
        RefitProposal dismissed = open.decided(RefitProposal.State.DISMISSED, "Kim", Inspections.NOON.plusSeconds(9));
        proposals.put(dismissed);
        assertThat(proposals.list(Inspections.STATION)).containsExactly(dismissed);

        SqlScheduledRefits scheduled = new SqlScheduledRefits(database);
        ScheduledRefit first = new ScheduledRefit(Inspections.STATION, Inspections.NOON, true, "refit-1");
        ScheduledRefit second =
                new ScheduledRefit(Inspections.STATION, Inspections.NOON.plusSeconds(60), false, "another runs");
        scheduled.add(first);
        scheduled.add(second);
        assertThat(scheduled.list(Inspections.STATION)).containsExactly(second, first);
    }
}
