package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.model.JobReport;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Dialect.class)
class SqlJobReportsTest {
    private final SqlJobReports reports;

    SqlJobReportsTest(Dialect dialect, @TempDir Path folder) throws IOException {
        reports = new SqlJobReports(TestDatabase.create(dialect, folder));
    }

    private static JobReport report(String job, double percent, Optional<ModelVersion> version, Instant at) {
        return new JobReport(job, Inspections.STATION, "refine", percent, version, at);
    }

    @Test
    void find_whatWasToldLast_isTheWholeOfIt() {
        reports.put(report("refit-1", 12.5, Optional.empty(), Inspections.NOON));
        JobReport last = report("refit-1", 100, Optional.of(new ModelVersion(7)), Inspections.NOON.plusSeconds(1));
        reports.put(last);

        assertThat(reports.find("refit-1")).contains(last);
        assertThat(reports.find("refit-2")).isEmpty();
    }

    @Test
    void put_aMonthLater_forgetsWhatIsOld() {
        reports.put(report("refit-1", 10, Optional.empty(), Inspections.NOON));

        reports.put(report("refit-2", 10, Optional.empty(), Inspections.NOON.plus(Duration.ofDays(31))));

        assertThat(reports.find("refit-1")).isEmpty();
        assertThat(reports.find("refit-2")).isPresent();
    }
}
