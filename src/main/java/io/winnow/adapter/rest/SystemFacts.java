package io.winnow.adapter.rest;

import io.winnow.core.health.Execution;
import io.winnow.core.health.RetentionStatus;
import io.winnow.core.health.StorageUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the composition root knows of the program and its machine. Thread-safe. */
public interface SystemFacts {
    /**
     * At one moment.
     *
     * @param libraries versions by name
     * @param storage as last measured; empty right after the start
     */
    record Facts(
            String site,
            String version,
            Instant startedAt,
            String java,
            String operatingSystem,
            int processors,
            List<Execution> execution,
            Map<String, String> libraries,
            Optional<StorageUse> storage,
            RetentionStatus retention) {}

    Facts now();
}
