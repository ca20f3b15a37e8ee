package io.winnow.core.model;

/** A refit would take more memory than it may; the message holds the plan. */
public final class PlanTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PlanTooLargeException(MemoryPlan plan) {
        super(
                "the refit does not fit into memory: " + plan
                        + "; use fewer frames in the pool, a smaller detector.coresetShare or inputSize, or a larger refit.memory");
    }
}
