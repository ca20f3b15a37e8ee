package io.winnow.app;

import io.winnow.adapter.opencv.OpenCvImageDecoder;
import io.winnow.app.config.StationConfiguration;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.RegionLocator;
import io.winnow.core.model.Refitter;
import io.winnow.core.review.AuditSampler;
import io.winnow.core.station.Decisions;
import io.winnow.core.station.FrameReader;
import io.winnow.core.station.FrameWriter;
import io.winnow.core.station.Station;
import io.winnow.core.station.StationListener;
import io.winnow.core.station.StationSurroundings;
import io.winnow.core.threshold.Thresholds;
import io.winnow.core.watch.QualityGate;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Puts stations together from their configuration. Used by one thread. */
final class StationBuilder {
    private final Backbones backbones;
    private final Search search;
    private final Stores stores;
    private final Thresholds thresholds;
    private final StationListener listener;
    private final Function<Inspection, OutgoingEvent> events;
    private final Clock clock;
    private final Supplier<InspectionId> ids;
    private final Executor writer = new FrameWriter();

    StationBuilder(
            Backbones backbones,
            Search search,
            Stores stores,
            Thresholds thresholds,
            StationListener listener,
            Function<Inspection, OutgoingEvent> events,
            Clock clock) {
        this.backbones = backbones;
        this.search = search;
        this.stores = stores;
        this.thresholds = thresholds;
        this.listener = listener;
        this.events = events;
        this.clock = clock;
        this.ids = new SteadyIds(clock, stores.inspections().newest());
    }

    Station build(StationConfiguration configuration) {
        FeatureExtractor backbone = backbones.named(configuration.backbone());
        var settings = configuration.settings(backbone.manifest());
        FrameReader reader =
                new FrameReader(new OpenCvImageDecoder(configuration.limits()), settings.preprocessing(), backbone);
        return new Station(
                settings,
                reader,
                new StationSurroundings(
                        stores.frames(),
                        writer,
                        stores.inspections(),
                        stores.pool(),
                        stores.embeddings(),
                        new RegionLocator(),
                        events,
                        listener,
                        ids,
                        clock,
                        new QualityGate(
                                settings.upkeep().imageQuality(),
                                new QualityGate.Stores(stores.qualityLimits(), stores.pool(), stores.models())),
                        stores.drift()),
                new Decisions(thresholds, new AuditSampler(configuration.auditShare())));
    }

    /** What a station's refits work with. */
    Refitter.Setup setup(Station station, StationConfiguration configuration) {
        return new Refitter.Setup(
                station.id(),
                station.recipe(),
                station.reader()::read,
                trainer(station, configuration),
                configuration.backbone(),
                station.reader().backbone().manifest().sha256(),
                configuration.precision(),
                backbones.ownOf(station.reader()));
    }

    PatchCoreTrainer trainer(Station station, StationConfiguration configuration) {
        return new PatchCoreTrainer(
                search.indexes(),
                search.sampler(),
                configuration.detector(station.reader().backbone().manifest()));
    }
}
