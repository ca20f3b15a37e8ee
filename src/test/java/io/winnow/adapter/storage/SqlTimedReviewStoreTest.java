package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.ReviewSelection.Reason;
import io.winnow.core.review.BinWidth;
import io.winnow.core.review.Label;
import io.winnow.core.review.LiveQuality;
import io.winnow.core.review.LiveQuality.LiveFigure;
import io.winnow.core.review.QualityOverTime;
import io.winnow.core.review.QualityOverTime.Piece;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a real database file with as many inspections as a station keeps for some days. */
@ParameterizedClass
@EnumSource(Dialect.class)
class SqlTimedReviewStoreTest {
    private static final int INSPECTIONS = 10_000;
    private static final double AUDIT_SHARE = 0.1;
    /** Measured: below 1 s; more leaves room for busy machines, and still fails where something is read for every inspection. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Database database;

    SqlTimedReviewStoreTest(Dialect dialect, @TempDir Path folder) throws IOException {
        this.database = TestDatabase.create(dialect, folder);
    }

    private void fill() {
        SqlLabelStore labels = new SqlLabelStore(database, Clock.systemUTC());
        SplittableRandom random = new SplittableRandom(1);
        database.write("filling", handle -> {
            for (int i = 0; i < INSPECTIONS; i++) {
                boolean defective = random.nextInt(20) == 0;
                double score = defective ? 0.8 + random.nextDouble() : 1.02 * random.nextDouble();
                boolean reject = score > 1;
                ReviewSelection selection = reject
                        ? new ReviewSelection(Reason.REJECT, 1)
                        : new ReviewSelection(
                                random.nextDouble() < AUDIT_SHARE ? Reason.AUDIT : Reason.NONE, AUDIT_SHARE);
                // A frame a minute: a week.
                Inspection inspection = Inspections.scored(
                        60 * i, score, Inspections.mapWithPeak(28, 28, 4, 4, (float) score), selection);
                InspectionRow.insert(handle, inspection);
                if (selection.chosen()) {
                    SqlLabelStore.put(handle, inspection.id(), label(defective));
                }
            }
            return INSPECTIONS;
        });
        assertThat(labels.labelledWithin(Inspections.STATION, 100)).isNotEmpty();
    }

    private static Label label(boolean defective) {
        return defective
                ? new Label(
                        Label.Truth.DEFECT,
                        Optional.of("scratch"),
                        List.of(new RegionOfInterest(0.1, 0.1, 0.2, 0.2)),
                        "ada",
                        Inspections.NOON)
                : new Label(Label.Truth.NORMAL, Optional.empty(), List.of(), "ada", Inspections.NOON);
    }

    @Test
    void history_ofTenThousandInspections_isQuickAndAddsUpToTheLiveFigures() {
        fill();
        QualityOverTime overTime =
                new QualityOverTime(new SqlTimedReviewStore(database), station -> RegionOfInterest.WHOLE);
        Instant from = overTime.oldest(Inspections.STATION).orElseThrow();
        Instant to = Inspections.NOON.plusSeconds(60L * INSPECTIONS);
        assertThat(from).isEqualTo(Inspections.NOON.plusMillis(50));

        long began = System.nanoTime();
        List<Piece> shifts = overTime.of(
                Inspections.STATION,
                BinWidth.SHIFT.edges(from, to, ZoneOffset.UTC, List.of(LocalTime.of(6, 0), LocalTime.of(18, 0))));
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(shifts).hasSizeGreaterThan(13);
        assertThat(shifts.stream()
                        .mapToLong(piece -> piece.sampling().inspections())
                        .sum())
                .isEqualTo(INSPECTIONS);
        assertThat(took).as("time for %d bins", shifts.size()).isLessThan(LIMIT);
        Piece all = overTime.of(Inspections.STATION, List.of(from, to)).get(0);
        LiveQuality live = new LiveQuality(
                new SqlLabelStore(database, Clock.systemUTC()),
                new SqlReviewStore(database),
                station -> RegionOfInterest.WHOLE);
        LiveQuality.Report report = live.of(Inspections.STATION, 2 * INSPECTIONS);
        assertThat(all.sampling()).isEqualTo(report.sampling());
        assertThat(all.figures())
                .extracting(LiveFigure::figure)
                .isEqualTo(report.figures().stream()
                        .filter(LiveFigure::weighted)
                        .map(LiveFigure::figure)
                        .toList());
        assertThat(overTime.byType(Inspections.STATION, from, to).orElseThrow().types())
                .singleElement()
                .satisfies(type -> assertThat(type.recall().figure().optional()).isPresent());
    }

    @Test
    void counts_binsAreFromIncludedToExcluded() {
        SqlInspectionStore store = new SqlInspectionStore(database);
        for (int i = 0; i < 4; i++) {
            Inspection inspection = Inspections.scored(i, 0.5, Inspections.mapWithPeak(2, 2, 0, 0, 0.5f));
            store.save(inspection, new OutgoingEvent("e" + i, inspection.station(), ByteBuffer.allocate(0)));
        }
        Instant second = Inspections.NOON.plusSeconds(1).plusMillis(50);

        List<Piece> pieces = new QualityOverTime(new SqlTimedReviewStore(database), station -> RegionOfInterest.WHOLE)
                .of(Inspections.STATION, List.of(Inspections.NOON, second, second.plusSeconds(2)));

        assertThat(pieces.stream().mapToLong(piece -> piece.sampling().inspections()))
                .containsExactly(1L, 2L);
    }
}
