package io.winnow.core.model;

import java.util.Optional;

/** What jobs that run in processes of their own tell of themselves. Thread-safe. */
public interface JobReports {
    /** Notes how far a job is, in place of what it told before. */
    void put(JobReport report);

    /** What a job told last; empty while it has told nothing. */
    Optional<JobReport> find(String job);
}
