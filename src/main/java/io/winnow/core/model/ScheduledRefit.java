package io.winnow.core.model;

import io.winnow.core.inspection.StationId;
import java.time.Instant;

/**
 * What became of a refit that a schedule asked for.
 *
 * @param started whether it began; otherwise it was skipped
 * @param detail the job's id, or why it was skipped
 */
public record ScheduledRefit(StationId station, Instant dueAt, boolean started, String detail) {}
