package io.winnow.adapter.storage;

import java.time.Duration;

/**
 * How much is kept. Frames in a training pool always are.
 *
 * @param inspections most inspections of a station
 * @param age of the oldest inspection
 * @param frameBytes most bytes that all stored frames take
 * @param keepLabelled whether labelled inspections are exempt
 * @param keepLedger whether inspections of frames that a refinement dropped are exempt
 * @param keepEvents whether events that have not left yet stay when their inspections go
 */
public record RetentionLimits(
        long inspections, Duration age, long frameBytes, boolean keepLabelled, boolean keepLedger, boolean keepEvents) {
    public RetentionLimits {
        if (inspections < 0 || age.isNegative() || frameBytes < 0) {
            throw new IllegalArgumentException(
                    "retention limits inspections = %d, age = %s, frameBytes = %d must not be negative"
                            .formatted(inspections, age, frameBytes));
        }
    }
}
