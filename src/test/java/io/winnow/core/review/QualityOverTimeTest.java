package io.winnow.core.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.winnow.core.evaluation.Intervals;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.ReviewSelection.Reason;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.DefectTypeFigures.TypeFigures;
import io.winnow.core.review.LiveQuality.LiveFigure;
import io.winnow.core.review.QualityOverTime.Piece;
import io.winnow.testing.FiguresOnly;
import io.winnow.testing.Inspections;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class QualityOverTimeTest {
    private static final int GRID = 8;
    private static final double AUDIT_SHARE = 0.2;
    private static final RegionOfInterest PEAK = new RegionOfInterest(0.5, 0.5, 0.625, 0.625);

    private final Line line = new Line();
    private final QualityOverTime overTime = new QualityOverTime(line, station -> RegionOfInterest.WHOLE);
    private final LiveQuality live = new LiveQuality(line, line, station -> RegionOfInterest.WHOLE);

    private static Instant at(int number) {
        return Inspections.NOON.plusSeconds(number);
    }

    /** A line of which every fifth frame is defective, most of these are rejected and a share of what passes is audited. */
    private void run(int from, int to) {
        SplittableRandom random = new SplittableRandom(from + 1);
        for (int i = from; i < to; i++) {
            boolean defective = random.nextInt(5) == 0;
            double score = defective ? 0.8 + random.nextDouble() : 1.1 * random.nextDouble();
            boolean reject = score > 1;
            boolean audited = random.nextDouble() < AUDIT_SHARE;
            ReviewSelection selection = reject
                    ? new ReviewSelection(Reason.REJECT, 1)
                    : new ReviewSelection(audited ? Reason.AUDIT : Reason.NONE, AUDIT_SHARE);
            Inspection inspection =
                    Inspections.scored(i, score, Inspections.mapWithPeak(GRID, GRID, 4, 4, (float) score), selection);
            line.inspections.add(inspection);
            if (selection.chosen() || random.nextInt(20) == 0) {
                line.labels.put(inspection.id(), label(defective, i % 2 == 0 ? "scratch" : "dent"));
            }
        }
    }

    private static Label label(boolean defective, String type) {
        return defective
                ? new Label(Label.Truth.DEFECT, Optional.of(type), List.of(PEAK), "ada", Inspections.NOON)
                : new Label(Label.Truth.NORMAL, Optional.empty(), List.of(), "ada", Inspections.NOON);
    }

    @Test
    void of_oneBinOverEverything_isTheLiveFigures() {
        run(0, 400);

        List<Piece> pieces = overTime.of(Inspections.STATION, List.of(at(0), at(1000)));

        LiveQuality.Report report = live.of(Inspections.STATION, 10_000);
        List<LiveFigure> estimates =
                report.figures().stream().filter(LiveFigure::weighted).toList();
        assertThat(pieces).hasSize(1);
        Piece all = pieces.get(0);
        assertThat(all.sampling()).isEqualTo(report.sampling());
        assertThat(all.sampling().volunteered()).isPositive();
        assertThat(all.normal()).isEqualTo(report.normal());
        assertThat(all.defective()).isEqualTo(report.defective());
        assertThat(all.figures()).hasSameSizeAs(estimates);
        for (int i = 0; i < estimates.size(); i++) {
            LiveFigure figure = all.figures().get(i);
            assertThat(figure.name()).isEqualTo(estimates.get(i).name());
            assertThat(figure.figure())
                    .as(figure.name())
                    .isEqualTo(estimates.get(i).figure());
            assertThat(figure.figure().optional()).isPresent();
            assertThat(figure.interval()).isEqualTo(estimates.get(i).interval());
            assertThat(figure.labels()).isEqualTo(estimates.get(i).labels());
        }
    }

    @Test
    void of_severalBins_countsEachInspectionOnceAndSaysWhereLabelsAreTooFew() {
        run(0, 300);
        run(900, 910);

        List<Piece> pieces = overTime.of(Inspections.STATION, List.of(at(0), at(150), at(300), at(600), at(1000)));

        assertThat(pieces).extracting(Piece::from).containsExactly(at(0), at(150), at(600));
        assertThat(pieces.stream().mapToLong(piece -> piece.sampling().inspections()))
                .containsExactly(150L, 150L, 10L);
        assertThat(pieces.get(0).figures())
                .allSatisfy(figure -> assertThat(figure.figure().optional()).isPresent());
        assertThat(pieces.get(2).figures()).allSatisfy(figure -> {
            assertThat(figure.figure().optional()).isEmpty();
            assertThat(figure.figure().reason().orElseThrow()).contains("not enough labels");
            assertThat(figure.interval()).isEmpty();
        });
    }

    @Test
    void of_anotherModelWithinABin_cutsTheBin() {
        run(0, 100);
        line.model = number -> new ModelVersion(number < 40 ? 1 : 2);

        List<Piece> pieces = overTime.of(Inspections.STATION, List.of(at(0), at(1000)));

        assertThat(pieces).extracting(Piece::model).containsExactly(new ModelVersion(1), new ModelVersion(2));
        assertThat(pieces).extracting(Piece::from).containsExactly(decided(0), decided(40));
        assertThat(pieces).extracting(Piece::to).containsExactly(decided(39), decided(99));
        assertThat(pieces.stream().mapToLong(piece -> piece.sampling().inspections()))
                .containsExactly(40L, 60L);
    }

    private static Instant decided(int number) {
        return at(number).plusMillis(50);
    }

    /** By hand: 6 of 8 scratches rejected (weight 1 each); 2 passed and audited, each standing for 5: recall 6 / 16. */
    @Test
    void byType_weighsAuditsByTheirChance() {
        for (int i = 0; i < 8; i++) {
            double score = i < 6 ? 2 : 0.5;
            ReviewSelection selection =
                    i < 6 ? new ReviewSelection(Reason.REJECT, 1) : new ReviewSelection(Reason.AUDIT, AUDIT_SHARE);
            add(i, score, selection, Optional.of("scratch"));
        }
        // Passed and not chosen: with the two audits 10 frames.
        for (int i = 10; i < 18; i++) {
            add(i, 0.2, new ReviewSelection(Reason.NONE, AUDIT_SHARE), Optional.empty());
        }
        add(20, 2, new ReviewSelection(Reason.REJECT, 1), Optional.of("dent"));

        DefectTypeFigures.Report report =
                overTime.byType(Inspections.STATION, at(0), at(1000)).orElseThrow();

        assertThat(report.model()).isEqualTo(new ModelVersion(3));
        assertThat(report.types()).extracting(type -> type.type().orElseThrow()).containsExactly("dent", "scratch");
        TypeFigures scratch = report.types().get(1);
        assertThat(scratch.labels()).isEqualTo(8);
        assertThat(scratch.recall().figure().optional().orElseThrow()).isCloseTo(6.0 / 16, within(1e-12));
        // Kish: (6 * 1 + 2 * 5)^2 / (6 * 1 + 2 * 25) labels.
        assertThat(scratch.recall().interval()).contains(Intervals.wilson(6.0 / 16, 256.0 / 56, 0.95));
        assertThat(report.types().get(0).recall().figure().reason().orElseThrow())
                .isEqualTo("not enough labels: 1 labelled defects, needs 5");
    }

    private void add(int number, double score, ReviewSelection selection, Optional<String> defect) {
        Inspection inspection =
                Inspections.scored(number, score, Inspections.mapWithPeak(GRID, GRID, 4, 4, (float) score), selection);
        line.inspections.add(inspection);
        defect.ifPresent(type -> line.labels.put(inspection.id(), label(true, type)));
    }

    /** All that was inspected and labelled, in memory. */
    private static final class Line extends FiguresOnly implements TimedReviewStore {
        private final List<Inspection> inspections = new ArrayList<>();
        private final Map<InspectionId, Label> labels = new HashMap<>();
        private IntFunction<ModelVersion> model = number -> new ModelVersion(3);

        private Inspection withModel(Inspection each) {
            ModelVersion version = model.apply(Integer.parseInt(each.id().value()));
            return new Inspection(
                    each.id(),
                    each.station(),
                    each.frame(),
                    each.partId(),
                    each.trigger(),
                    each.frameHash(),
                    each.imageSize(),
                    each.capturedAt(),
                    each.decidedAt(),
                    Optional.of(version),
                    each.verdict(),
                    each.regions(),
                    each.map(),
                    each.timings(),
                    each.selection());
        }

        private List<Inspection> between(Instant from, Instant to) {
            return inspections.stream()
                    .map(this::withModel)
                    .filter(each ->
                            !each.decidedAt().isBefore(from) && each.decidedAt().isBefore(to))
                    .toList();
        }

        @Override
        public List<TimedCount> counts(StationId station, List<Instant> edges) {
            List<TimedCount> counts = new ArrayList<>();
            for (int bin = 0; bin + 1 < edges.size(); bin++) {
                Map<String, TimedCount> sums = new TreeMap<>();
                for (Inspection each : between(edges.get(bin), edges.get(bin + 1))) {
                    sums.merge(
                            each.model() + each.verdict().word(),
                            new TimedCount(bin, each.decidedAt(), each.decidedAt(), count(each)),
                            (a, b) -> new TimedCount(a.bin(), a.first(), b.last(), sum(a.count(), b.count())));
                }
                counts.addAll(sums.values());
            }
            return counts;
        }

        private static Count count(Inspection each) {
            ReviewSelection selection = each.selection().orElseThrow();
            return new Count(
                    each.model().orElseThrow(),
                    each.verdict() instanceof Verdict.Pass ? "pass" : "reject",
                    OptionalDouble.of(selection.probability()),
                    1,
                    selection.chosen() ? 1 : 0);
        }

        @Override
        public List<Labelled> labelled(StationId station, Instant from, Instant to) {
            List<Labelled> found = new ArrayList<>(between(from, to).stream()
                    .filter(each -> labels.containsKey(each.id()))
                    .map(each -> new Labelled(each, Objects.requireNonNull(labels.get(each.id()))))
                    .toList());
            Collections.reverse(found);
            return found;
        }

        @Override
        public Optional<Instant> oldest(StationId station) {
            return inspections.stream().map(Inspection::decidedAt).min(Instant::compareTo);
        }

        @Override
        public List<Count> counts(StationId station, int window) {
            Map<String, Count> sums = new TreeMap<>();
            inspections.stream()
                    .map(this::withModel)
                    .forEach(each -> sums.merge(each.verdict().word(), count(each), Line::sum));
            return List.copyOf(sums.values());
        }

        private static Count sum(Count a, Count b) {
            return new Count(
                    a.model(),
                    a.verdict(),
                    a.probability(),
                    a.inspections() + b.inspections(),
                    a.chosen() + b.chosen());
        }

        @Override
        public List<Labelled> labelledWithin(StationId station, int window) {
            return labelled(station, Instant.MIN, Instant.MAX);
        }

        @Override
        public Optional<Label> find(InspectionId inspection) {
            return Optional.ofNullable(labels.get(inspection));
        }

        @Override
        public List<StoredScore> scores(StationId station, ModelVersion version, int window) {
            throw new AssertionError("figures need no scores of unlabelled frames");
        }
    }
}
