package io.winnow.adapter.simulation;

import io.winnow.core.image.FrameId;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.review.TruthStore.FrameTruth;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Someone who knows the truth and says it like a person would: a moment after the verdict, about every reject, about what the
 * station chose for review, and about a random share of the other passes. Thread-safe.
 */
public final class SimulatedOperator implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SimulatedOperator.class.getName());

    /**
     * How the operator works.
     *
     * @param auditShare chance that a passed frame is looked at though nobody asked, 0 to 1
     * @param delayMillis time from a verdict to the label
     * @param seed decides which passed frames are looked at
     */
    public record Habits(double auditShare, long delayMillis, long seed) {}

    private final Habits habits;
    private final OperatorDesk desk;
    private final SplittableRandom random;
    private final ConcurrentHashMap<FrameId, FrameTruth> truths = new ConcurrentHashMap<>();
    private final ScheduledExecutorService hand = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "winnow-simulated-operator");
        thread.setDaemon(true);
        return thread;
    });

    public SimulatedOperator(Habits habits, OperatorDesk desk) {
        this.habits = habits;
        this.desk = desk;
        this.random = new SplittableRandom(habits.seed());
    }

    /** Tells the operator what a frame really shows, before its verdict is there. */
    public void knows(FrameId frame, FrameTruth truth) {
        truths.put(frame, truth);
    }

    /**
     * Tells the operator of a verdict.
     *
     * @param verdict its word; {@code undecided} frames are left alone
     */
    public void sees(String inspectionId, FrameId frame, String verdict) {
        sees(inspectionId, frame, verdict, false);
    }

    /**
     * Tells the operator of a verdict.
     *
     * @param chosen whether the station chose the frame for review
     */
    public void sees(String inspectionId, FrameId frame, String verdict, boolean chosen) {
        FrameTruth truth = truths.remove(frame);
        if (truth == null || !(chosen || looks(verdict))) {
            return;
        }
        hand.schedule(() -> label(inspectionId, truth), habits.delayMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized boolean looks(String verdict) {
        return verdict.equals("reject") || (verdict.equals("pass") && random.nextDouble() < habits.auditShare());
    }

    private void label(String inspectionId, FrameTruth truth) {
        try {
            if (truth.defective()) {
                List<RegionOfInterest> boxes =
                        truth.maskPng().map(MaskBoxes::of).orElse(List.of());
                desk.label(inspectionId, Optional.of(truth.defectType().orElse("defect")), boxes);
            } else {
                desk.label(inspectionId, Optional.empty(), List.of());
            }
        } catch (IOException e) {
            if (hand.isShutdown()) {
                return; // Gone home in the middle of it: the frame stays unlabelled.
            }
            LOG.log(System.Logger.Level.WARNING, () -> "inspection " + inspectionId + " could not be labelled", e);
        }
    }

    @Override
    public void close() {
        hand.shutdownNow();
    }
}
