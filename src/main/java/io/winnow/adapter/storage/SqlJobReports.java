package io.winnow.adapter.storage;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.JobReport;
import io.winnow.core.model.JobReports;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** What jobs tell of themselves, a row for each; those of a month ago go. Thread-safe. */
public final class SqlJobReports implements JobReports {
    private static final Duration KEPT = Duration.ofDays(30);

    private final Database database;

    public SqlJobReports(Database database) {
        this.database = database;
    }

    @Override
    public void put(JobReport report) {
        database.write("noting how far job %s is".formatted(report.job()), handle -> {
            handle.createUpdate("DELETE FROM job_progress WHERE at < :old")
                    .bind("old", Database.micros(report.at().minus(KEPT)))
                    .execute();
            return handle.createUpdate("INSERT INTO job_progress (job_id, station_id, phase, percent, version, at)"
                            + " VALUES (:job, :station, :phase, :percent, :version, :at)"
                            + " ON CONFLICT (job_id) DO UPDATE SET phase = excluded.phase, percent = excluded.percent,"
                            + " version = excluded.version, at = excluded.at")
                    .bind("job", report.job())
                    .bind("station", report.station().value())
                    .bind("phase", report.phase())
                    .bind("percent", report.percent())
                    .bind("version", report.version().map(ModelVersion::number).orElse(null))
                    .bind("at", Database.micros(report.at()))
                    .execute();
        });
    }

    @Override
    public Optional<JobReport> find(String job) {
        return database.read("reading how far job %s is".formatted(job), handle -> handle.createQuery(
                        "SELECT * FROM job_progress WHERE job_id = :job")
                .bind("job", job)
                .map((row, context) -> report(row))
                .findOne());
    }

    private static JobReport report(ResultSet row) throws SQLException {
        int version = row.getInt("version");
        Optional<ModelVersion> recorded = row.wasNull() ? Optional.empty() : Optional.of(new ModelVersion(version));
        return new JobReport(
                row.getString("job_id"),
                new StationId(row.getString("station_id")),
                row.getString("phase"),
                row.getDouble("percent"),
                recorded,
                Database.instant(row.getLong("at")));
    }
}
