package io.winnow.app;

import io.winnow.adapter.storage.Retention;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.health.RetentionStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Runs retention and remembers how it went. Thread-safe. */
final class RetentionRuns {
    private static final System.Logger LOG = System.getLogger(RetentionRuns.class.getName());

    private final Retention retention;
    private final SiteConfiguration.Retention rule;
    private final Clock clock;
    private final Instant startedAt;
    private volatile Optional<RetentionStatus.Run> last = Optional.empty();

    RetentionRuns(Retention retention, SiteConfiguration.Retention rule, Clock clock) {
        this.retention = retention;
        this.rule = rule;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** Deletes what is beyond the limits. */
    void run() {
        try {
            Retention.Outcome outcome = retention.run();
            remember(outcome.inspections(), Optional.empty());
            if (outcome.inspections() > 0) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "retention deleted {0} inspections, {1} frames and {2} embeddings",
                        outcome.inspections(),
                        outcome.frames(),
                        outcome.embeddings());
            }
        } catch (IOException e) {
            remember(0, Optional.of(String.valueOf(e.getMessage())));
            throw new UncheckedIOException("retention could not delete: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            remember(0, Optional.of(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private void remember(int deleted, Optional<String> failure) {
        last = Optional.of(new RetentionStatus.Run(clock.instant(), deleted, failure));
    }

    /** The rule, the last run and the next one. */
    RetentionStatus status() {
        Optional<RetentionStatus.Run> run = last;
        return new RetentionStatus(
                rule.inspections(),
                rule.age(),
                rule.frames().bytes(),
                rule.keepLabelled(),
                rule.keepLedger(),
                rule.every(),
                run,
                run.map(RetentionStatus.Run::at).orElse(startedAt).plus(rule.every()));
    }
}
