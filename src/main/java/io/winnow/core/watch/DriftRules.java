package io.winnow.core.watch;

/**
 * How a station is watched for drift.
 *
 * @param enabled whether it is
 * @param falseAlarmEvery frames between false alarms that are at least to be expected while nothing drifts
 * @param reference frames (for overrides: labels) that are looked at before anything is suspected
 */
public record DriftRules(boolean enabled, long falseAlarmEvery, int reference) {
    /** Not watched. */
    public static final DriftRules OFF = new DriftRules(false, 100_000, 100);

    public DriftRules {
        if (falseAlarmEvery < 1 || reference < 1) {
            throw new IllegalArgumentException("drift falseAlarmEvery = %d and reference = %d must be at least 1"
                    .formatted(falseAlarmEvery, reference));
        }
    }
}
