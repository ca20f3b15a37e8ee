package io.winnow.core.model;

import io.winnow.core.Progress;

/** Lets more urgent work go first: pauses at each step of the work for as long as {@link JobRunner.Gate} says. */
final class CourteousProgress implements Progress {
    private final Progress progress;
    private final JobRunner.Gate gate;

    CourteousProgress(Progress progress, JobRunner.Gate gate) {
        this.progress = progress;
        this.gate = gate;
    }

    @Override
    public void advance(String phase, long done, long total) {
        progress.advance(phase, done, total);
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
