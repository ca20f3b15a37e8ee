package io.winnow.core.perf;

/**
 * What a comparison showed.
 *
 * @param subjectSeconds wall clock of one round of the subject
 * @param referenceSeconds wall clock of one round of the reference
 * @param ratio of the rounds, each of a subject and a reference timed one after the other, read as the goal says; robust against
 *     a machine that is slower for a while
 * @param cpuRatio the same of the processor time of the whole process; NaN where a round is too short for that clock
 */
public record Outcome(
        Comparison comparison, Spread subjectSeconds, Spread referenceSeconds, Spread ratio, double cpuRatio) {
    /** Whether the median ratio is as good as the goal. */
    public boolean met() {
        return comparison.goal().met(ratio.median());
    }
}
