package io.winnow.app;

import io.winnow.adapter.objects.BucketProbe;
import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.Retention;
import io.winnow.adapter.storage.SqlDriftStore;
import io.winnow.adapter.storage.SqlExchangeStore;
import io.winnow.adapter.storage.SqlFrameHistory;
import io.winnow.adapter.storage.SqlInspectionStore;
import io.winnow.adapter.storage.SqlJobReports;
import io.winnow.adapter.storage.SqlLabelStore;
import io.winnow.adapter.storage.SqlLedgerDecisions;
import io.winnow.adapter.storage.SqlModelScoreStore;
import io.winnow.adapter.storage.SqlModelStore;
import io.winnow.adapter.storage.SqlOpinionStore;
import io.winnow.adapter.storage.SqlOutbox;
import io.winnow.adapter.storage.SqlPollutionEstimates;
import io.winnow.adapter.storage.SqlPoolStore;
import io.winnow.adapter.storage.SqlQualityLimitStore;
import io.winnow.adapter.storage.SqlRefitProposals;
import io.winnow.adapter.storage.SqlRegressionSet;
import io.winnow.adapter.storage.SqlReviewCandidates;
import io.winnow.adapter.storage.SqlReviewStore;
import io.winnow.adapter.storage.SqlScheduledRefits;
import io.winnow.adapter.storage.SqlStruckPatches;
import io.winnow.adapter.storage.SqlThresholdStore;
import io.winnow.adapter.storage.SqlTimedReviewStore;
import io.winnow.adapter.storage.SqlTruthStore;
import io.winnow.adapter.storage.StorageProbes;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.exchange.ExchangeStore;
import io.winnow.core.health.ClockWatch;
import io.winnow.core.health.Latencies;
import io.winnow.core.health.TimedInspectionStore;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.InspectionStore;
import io.winnow.core.inspection.Outbox;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.life.FrameHistory;
import io.winnow.core.model.EmbeddingStore;
import io.winnow.core.model.JobReports;
import io.winnow.core.model.LedgerDecisions;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.PollutionEstimates;
import io.winnow.core.model.PoolStore;
import io.winnow.core.model.RefitProposals;
import io.winnow.core.model.ScheduledRefits;
import io.winnow.core.model.StruckPatches;
import io.winnow.core.review.LabelStore;
import io.winnow.core.review.ModelScoreStore;
import io.winnow.core.review.OpinionStore;
import io.winnow.core.review.RegressionSet;
import io.winnow.core.review.ReviewCandidates;
import io.winnow.core.review.ReviewStore;
import io.winnow.core.review.TimedReviewStore;
import io.winnow.core.review.TruthStore;
import io.winnow.core.threshold.ThresholdStore;
import io.winnow.core.watch.DriftStore;
import io.winnow.core.watch.QualityLimitStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Everything that is kept: the database and, beside it in the data folder or in object storage, frames, embeddings and fitted models. */
record Stores(
        FrameStore frames,
        InspectionStore inspections,
        Outbox outbox,
        LabelStore labels,
        OpinionStore opinions,
        ReviewCandidates candidates,
        PoolStore pool,
        EmbeddingStore embeddings,
        ModelStore models,
        ModelScoreStore modelScores,
        RegressionSet regression,
        StruckPatches struck,
        FrameHistory history,
        TruthStore truths,
        ReviewStore reviews,
        ThresholdStore thresholds,
        Retention retention,
        LedgerDecisions decisions,
        PollutionEstimates pollution,
        QualityLimitStore qualityLimits,
        DriftStore drift,
        RefitProposals proposals,
        ScheduledRefits scheduled,
        TimedReviewStore timed,
        ExchangeStore exchange,
        StorageProbes probes,
        Optional<BucketProbe> bucket,
        JobReports jobReports) {
    /**
     * Opens everything below the data folder.
     *
     * @param recipes whose embeddings are in use; asked when retention runs
     * @param watch says whether the clock can be believed
     * @param latencies told how long inspections take
     */
    static Stores open(
            SiteConfiguration site,
            Database database,
            Supplier<Set<ContentHash>> recipes,
            Clock clock,
            ClockWatch watch,
            Latencies latencies) {
        Path folder = site.storage().directory();
        try {
            FileStores files = FileStores.open(site.storage(), clock);
            return new Stores(
                    files.frames(),
                    new TimedInspectionStore(new SqlInspectionStore(database), latencies),
                    new SqlOutbox(database),
                    new SqlLabelStore(database, clock),
                    new SqlOpinionStore(database, clock),
                    new SqlReviewCandidates(database),
                    new SqlPoolStore(database),
                    files.embeddings(),
                    new SqlModelStore(database, files.models(), clock),
                    new SqlModelScoreStore(database),
                    new SqlRegressionSet(database),
                    new SqlStruckPatches(database),
                    new SqlFrameHistory(database),
                    new SqlTruthStore(database),
                    new SqlReviewStore(database),
                    new SqlThresholdStore(database),
                    new Retention(
                            database,
                            files.frames(),
                            files.embeddings(),
                            site.storage().retention().limits(site.broker().isPresent()),
                            recipes,
                            clock,
                            watch),
                    new SqlLedgerDecisions(database, clock),
                    new SqlPollutionEstimates(database),
                    new SqlQualityLimitStore(database),
                    new SqlDriftStore(database),
                    new SqlRefitProposals(database),
                    new SqlScheduledRefits(database),
                    new SqlTimedReviewStore(database),
                    new SqlExchangeStore(database),
                    new StorageProbes(
                            database,
                            files.frames(),
                            files.bucket().map(bucket -> bucket::use),
                            folder,
                            site.storage().backup().directory(),
                            clock),
                    files.bucket(),
                    new SqlJobReports(database));
        } catch (IOException e) {
            throw new StorageException("data folder %s cannot be used: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
