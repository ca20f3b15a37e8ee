package io.winnow.core.station;

import java.time.Instant;

/**
 * Frames cannot be stored; they wait.
 *
 * @param since when the first attempt failed
 * @param reason of the last failure
 */
public record StorageOutage(Instant since, String reason) {}
