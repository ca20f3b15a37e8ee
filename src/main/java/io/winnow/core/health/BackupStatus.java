package io.winnow.core.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How backups stand.
 *
 * @param every how often one is made; empty where the configuration wants none
 * @param newest when the newest was made
 * @param failure why the last attempt failed; empty where it did not
 */
public record BackupStatus(Optional<Duration> every, Optional<Instant> newest, Optional<String> failure) {}
