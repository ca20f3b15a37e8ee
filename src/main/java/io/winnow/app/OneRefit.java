package io.winnow.app;

import io.winnow.adapter.cli.RefitCommand.Wanted;
import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.mqtt.VerdictEvent;
import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.JsonArtefactCodec;
import io.winnow.adapter.storage.StorageLock;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.app.config.StationConfiguration;
import io.winnow.core.Progress;
import io.winnow.core.health.ClockWatch;
import io.winnow.core.health.Latencies;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.life.RecordedModels;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.JobReport;
import io.winnow.core.model.JobReports;
import io.winnow.core.model.MemoryPlan;
import io.winnow.core.model.PlanTooLargeException;
import io.winnow.core.model.RefitExecutor.Order;
import io.winnow.core.model.RefitPlan;
import io.winnow.core.model.Refitter;
import io.winnow.core.station.LocalRefits;
import io.winnow.core.station.Station;
import io.winnow.core.station.StationListener;
import io.winnow.core.threshold.CalibratedModels;
import io.winnow.core.threshold.ThresholdPolicy;
import io.winnow.core.threshold.ThresholdService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** One refit without a service around it, on the database and the storage that a configuration names. */
final class OneRefit {
    private static final Duration TOLD_EVERY = Duration.ofSeconds(1);

    private final Configuration configuration;
    private final StationConfiguration station;
    private final Clock clock;

    private OneRefit(Configuration configuration, StationConfiguration station, Clock clock) {
        this.configuration = configuration;
        this.station = station;
        this.clock = clock;
    }

    /**
     * Refits a station.
     *
     * @throws UsageException when the configuration has no such station or its data folder is in use
     */
    static ModelVersion run(Path folder, Wanted wanted, Progress progress) throws Exception {
        Configuration configuration = Configurations.read(folder);
        StationConfiguration station = configuration.stations().stream()
                .filter(each -> each.id().equals(wanted.station()))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "--station = %s: is not in %s".formatted(wanted.station(), configuration.folder())));
        SiteConfiguration.Storage storage = configuration.site().storage();
        try (StorageLock lock = take(storage.directory())) {
            Database database = AccountsFile.database(storage);
            StartChecks.requireStorage(storage);
            return new OneRefit(configuration, station, Clock.systemUTC()).run(database, wanted, progress);
        }
    }

    private static StorageLock take(Path data) {
        try {
            return StorageLock.take(data);
        } catch (IOException e) {
            throw UsageException.because(e);
        }
    }

    private ModelVersion run(Database database, Wanted wanted, Progress progress) throws IOException {
        SiteConfiguration site = configuration.site();
        Stores stores = Stores.open(site, database, Set::of, clock, new ClockWatch(clock), new Latencies());
        Search search = Search.open(site.search());
        try (Backbones backbones = new Backbones(site.models(), site.inference())) {
            StationBuilder builder = builder(stores, search, backbones);
            try (Station built = builder.build(station)) {
                RefitPlan usual = built.settings().refit();
                RefitPlan plan = plan(usual, wanted);
                Artefacts artefacts = new Artefacts(
                        new JsonArtefactCodec(),
                        search.indexes(),
                        site.signing().trust());
                Refitter refitter = RefitWorks.refitter(site, stores, search, backbones, artefacts, clock);
                requireRoom(refitter.plan(builder.setup(built, station), plan));
                LocalRefits refits = new LocalRefits(
                        refitter,
                        id -> built,
                        each -> builder.setup(each, station),
                        (name, each) -> RefitWorks.refiner(name, each, builder.trainer(each, station), stores, search),
                        new RecordedModels(stores.models()));
                Told told = new Told(
                        stores.jobReports(),
                        wanted.job().orElseGet(() -> "refit-" + Long.toString(clock.millis(), 36)),
                        progress);
                ModelVersion version =
                        refits.run(new Order(told.job, station.id(), plan.strategy(), plan.ratio()), told);
                told.put("done", 100, Optional.of(version));
                return version;
            }
        }
    }

    private StationBuilder builder(Stores stores, Search search, Backbones backbones) {
        ThresholdService thresholds = new ThresholdService(
                new ThresholdService.Ports(
                        stores.thresholds(), CalibratedModels.in(stores.models()), stores.labels(), stores.reviews()),
                id -> ThresholdPolicy.of(station.refit()),
                clock,
                id -> {});
        return new StationBuilder(
                backbones,
                search,
                stores,
                thresholds,
                new StationListener() {},
                inspection -> new VerdictEvent(inspection).toOutgoing(),
                clock);
    }

    private static RefitPlan plan(RefitPlan usual, Wanted wanted) {
        String strategy = wanted.strategy().orElse(usual.strategy());
        if (!Strategies.names().contains(strategy)) {
            throw new UsageException(
                    "--strategy = %s: must be one of %s".formatted(strategy, String.join(", ", Strategies.names())));
        }
        return usual.with(strategy, wanted.ratio().orElse(usual.ratio()));
    }

    private static void requireRoom(MemoryPlan plan) {
        if (!plan.fits()) {
            throw new PlanTooLargeException(plan);
        }
    }

    /** Shows progress here and notes it where the service reads it. */
    private final class Told implements Progress {
        private final JobReports reports;
        private final String job;
        private final Progress shown;
        private Instant toldAt = Instant.MIN;

        private Told(JobReports reports, String job, Progress shown) {
            this.reports = reports;
            this.job = job;
            this.shown = shown;
        }

        @Override
        public void advance(String phase, long done, long total) {
            shown.advance(phase, done, total);
            if (!clock.instant().isBefore(toldAt.plus(TOLD_EVERY))) {
                put(phase, total == 0 ? 0 : Math.min(100, 100.0 * done / total), Optional.empty());
            }
        }

        private synchronized void put(String phase, double percent, Optional<ModelVersion> version) {
            toldAt = clock.instant();
            reports.put(new JobReport(job, station.id(), phase, percent, version, toldAt));
        }
    }
}
