package io.winnow.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.winnow.core.camera.FrameNote;
import io.winnow.core.index.IndexDescription;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.Outbox;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.Origin;
import io.winnow.core.pool.Refusal;
import io.winnow.core.review.LiveQuality;
import io.winnow.core.review.LiveQuality.LiveFigure;
import io.winnow.core.station.FrameQueue;
import io.winnow.core.station.Shadow;
import io.winnow.core.station.Station;
import io.winnow.core.station.Stations;
import io.winnow.core.watch.DriftSign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What Prometheus is told. Figures that mean nothing yet have no series, rather than a number. Thread-safe. */
final class ServiceMetrics {
    /** Names of the exported series by figure. */
    private static final Map<String, String> SERIES = Map.of(
            "pl30", "winnow.pl.ratio",
            "image_aupr", "winnow.aupr.ratio",
            "image_f1", "winnow.f1.ratio",
            "image_precision", "winnow.precision.ratio",
            "image_recall", "winnow.recall.ratio",
            "false_reject_rate", "winnow.false.reject.ratio",
            "image_auroc", "winnow.auroc.ratio",
            "pixel_auroc", "winnow.pixel.auroc.ratio");

    private final MeterRegistry registry;
    private final Map<String, MultiGauge> figures = new LinkedHashMap<>();
    private final MultiGauge labels;

    ServiceMetrics(MeterRegistry registry) {
        this.registry = registry;
        SERIES.forEach((figure, series) -> figures.put(
                figure,
                MultiGauge.builder(series)
                        .description("estimate for the newest inspections of the serving model, from operator labels")
                        .register(registry)));
        labels = MultiGauge.builder("winnow.labels")
                .description("operator labels behind the figures")
                .register(registry);
    }

    /** Exports how the fleet stands, as far as this member knows. */
    void watch(FleetMember fleet) {
        Gauge.builder("winnow.fleet.leading", fleet, member -> member.leading() ? 1 : 0)
                .description("1 while this member of the fleet does what is to be done once")
                .register(registry);
        Gauge.builder("winnow.fleet.members", fleet, FleetMember::living)
                .description("Members of the fleet that were heard of lately")
                .register(registry);
    }

    /** Measures what stations and queues hold at each scrape. */
    void watch(Stations stations, FrameQueue queue, Outbox outbox) {
        Gauge.builder("winnow.queue.frames", queue, FrameQueue::waiting)
                .description("frames that wait for inspection")
                .register(registry);
        Gauge.builder("winnow.storage.failing", queue, each -> each.outage().isPresent() ? 1 : 0)
                .description("1 while frames cannot be stored and wait")
                .register(registry);
        Gauge.builder("winnow.outbox.events", outbox, Outbox::waiting)
                .description("stored events that have not left yet")
                .register(registry);
        for (Station station : stations.all()) {
            for (String line : List.of("reject", "review")) {
                Gauge.builder("winnow.threshold", station, watched -> threshold(watched, line))
                        .description("scores above it are rejected, or reviewed; NaN where there is none")
                        .tags("station", station.id().value(), "line", line)
                        .register(registry);
            }
            Gauge.builder("winnow.pool.frames", station, Station::poolFrames)
                    .description("frames in the training pool")
                    .tag("station", station.id().value())
                    .register(registry);
            Gauge.builder("winnow.pool.bytes", station, each -> each.poolStatus()
                            .bytes())
                    .description("bytes of the training pool's images and embeddings")
                    .tag("station", station.id().value())
                    .register(registry);
            watchDrift(station);
        }
    }

    /** Measures at each scrape whether backbones run where they should. */
    void watch(Backbones backbones) {
        for (String name : backbones.opened().keySet()) {
            Gauge.builder(
                            "winnow.inference.degraded",
                            backbones,
                            each -> each.degraded().contains(name) ? 1 : 0)
                    .description("1 where a backbone does not run on the first of inference.providers")
                    .tag("backbone", name)
                    .register(registry);
        }
    }

    private static double threshold(Station station, String line) {
        return station.thresholds()
                .map(setting -> line.equals("reject")
                        ? setting.threshold()
                        : setting.reviewThreshold().orElse(Double.NaN))
                .orElse(Double.NaN);
    }

    /** Measures candidates in the shadow and the serving version at each scrape. */
    void watch(Stations stations, Shadow shadow, ModelStore models) {
        for (Station station : stations.all()) {
            FunctionCounter.builder("winnow.shadow.dropped", shadow, each -> each.dropped(station.id()))
                    .description("live frames that a candidate did not score because the shadow had no time")
                    .tag("station", station.id().value())
                    .register(registry);
            Gauge.builder("winnow.model.version", station, each -> each.model()
                            .map(model -> model.version().number())
                            .orElse(0))
                    .description("version that serves; 0 where none does")
                    .tag("station", station.id().value())
                    .register(registry);
            Gauge.builder("winnow.search.recall.ratio", station, each -> each.model()
                            .map(model -> IndexDescription.recall(model.index()).orElse(Double.NaN))
                            .orElse(Double.NaN))
                    .description("share of held-out patches whose nearest neighbour the serving model's search finds")
                    .tag("station", station.id().value())
                    .register(registry);
            Gauge.builder("winnow.candidate.version", models, each -> each.candidate(station.id())
                            .map(model -> model.version().number())
                            .orElse(0))
                    .description("version that is being examined; 0 where none is")
                    .tag("station", station.id().value())
                    .register(registry);
        }
    }

    /** Counts a step in a model's life. */
    void moved(StationId station, ModelState to) {
        registry.counter("winnow.model.transitions", "station", station.value(), "to", to.word())
                .increment();
    }

    /** Counts an artefact that was refused. */
    void refused(StationId station) {
        registry.counter("winnow.model.refused", "station", station.value()).increment();
    }

    void inspected(Inspection inspection) {
        String station = inspection.station().value();
        registry.counter(
                        "winnow.inspections",
                        "station",
                        station,
                        "verdict",
                        inspection.verdict().word())
                .increment();
        inspection.selection().filter(ReviewSelection::chosen).ifPresent(selection -> registry.counter(
                        "winnow.review.chosen", "station", station, "reason", word(selection.reason()))
                .increment());
        if (inspection.verdict() instanceof Verdict.Undecided undecided) {
            registry.counter("winnow.undecided", "station", station, "cause", word(undecided.cause()))
                    .increment();
        }
        timer("winnow.capture.to.verdict", Tags.of("station", station))
                .record(Duration.between(inspection.capturedAt(), inspection.decidedAt()));
        inspection.timings().stages().forEach((stage, took) -> timer("winnow.stage", Tags.of("stage", word(stage)))
                .record(took));
    }

    private Timer timer(String name, Tags tags) {
        return Timer.builder(name).tags(tags).publishPercentileHistogram().register(registry);
    }

    void pooled(StationId station, Origin origin) {
        registry.counter("winnow.pool.entered", "station", station.value(), "origin", word(origin))
                .increment();
    }

    void poolRefused(StationId station, Refusal why) {
        registry.counter("winnow.pool.refused", "station", station.value(), "reason", word(why))
                .increment();
    }

    void unpooled(StationId station, Refusal why) {
        registry.counter("winnow.pool.left", "station", station.value(), "reason", word(why))
                .increment();
    }

    void drifted(StationId station, DriftSign sign) {
        registry.counter("winnow.drift.alarms", "station", station.value(), "sign", word(sign))
                .increment();
    }

    private void watchDrift(Station station) {
        for (DriftSign sign : DriftSign.values()) {
            Gauge.builder("winnow.drift.active", station, each -> each.drift().alarmed(sign) ? 1 : 0)
                    .description("whether an alarm for drift stands")
                    .tags("station", station.id().value(), "sign", word(sign))
                    .register(registry);
        }
    }

    void repeated(StationId station) {
        registry.counter("winnow.frames.repeated", "station", station.value()).increment();
    }

    /** Counts a property of a frame that was missing or wrong and was replaced. */
    void mended(StationId station, FrameNote note) {
        registry.counter(
                        "winnow.frames.mended",
                        "station",
                        station.value(),
                        "property",
                        note.property(),
                        "kind",
                        word(note.kind()))
                .increment();
    }

    /** Counts a message of the broker that was not taken. */
    void messageRefused(StationId station, String reason) {
        registry.counter("winnow.messages.refused", "station", station.value(), "reason", reason)
                .increment();
    }

    void dropped(StationId station, String reason) {
        registry.counter("winnow.frames.dropped", "station", station.value(), "reason", reason)
                .increment();
    }

    /** Exports figures, replacing those of before. */
    void refreshQuality(Map<Station, LiveQuality.Report> reports) {
        Map<String, List<MultiGauge.Row<?>>> rows = new LinkedHashMap<>();
        List<MultiGauge.Row<?>> counts = new ArrayList<>();
        for (Map.Entry<Station, LiveQuality.Report> each : reports.entrySet()) {
            Station station = each.getKey();
            LiveQuality.Report report = each.getValue();
            Tags tags = Tags.of("station", station.id().value());
            for (LiveFigure figure : report.figures()) {
                figure.figure().optional().ifPresent(value -> rows.computeIfAbsent(
                                figure.name(), name -> new ArrayList<>())
                        .add(MultiGauge.Row.of(tags, value)));
            }
            counts.add(MultiGauge.Row.of(tags.and("truth", "normal"), report.normal()));
            counts.add(MultiGauge.Row.of(tags.and("truth", "defect"), report.defective()));
        }
        figures.forEach((name, gauge) -> gauge.register(rows.getOrDefault(name, List.of()), true));
        labels.register(counts, true);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
