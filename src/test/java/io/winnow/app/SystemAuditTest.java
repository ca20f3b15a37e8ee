package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.storage.SqlAuditLog;
import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.access.AuditLog;
import io.winnow.core.access.Caller;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refit that is commanded over MQTT is in the audit log, and one that did not begin is not. */
class SystemAuditTest {
    private final AuditLog log;
    private final SystemAudit audit;

    SystemAuditTest(@TempDir Path folder) throws IOException {
        log = new SqlAuditLog(TestDatabase.create(folder));
        audit = new SystemAudit(log, Clock.systemUTC());
    }

    private String refit(Supplier<String> start) {
        return audit.change("mqtt", "refit.start", Inspections.STATION, Map.of("command", "c-1"), start, job -> job);
    }

    private List<AuditLog.Entry> entries() {
        return log
                .list(new AuditLog.Filter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        10))
                .stream()
                .map(AuditLog.Numbered::entry)
                .toList();
    }

    @Test
    void change_made_isWrittenDownWithItsCommand() {
        assertThat(refit(() -> "refit-1")).isEqualTo("refit-1");

        assertThat(entries()).singleElement().satisfies(entry -> {
            assertThat(entry.who()).isEqualTo("mqtt");
            assertThat(entry.kind()).isEqualTo(Caller.Kind.SYSTEM);
            assertThat(entry.action()).isEqualTo("refit.start");
            assertThat(entry.target()).isEqualTo("refit-1");
            assertThat(entry.after().orElseThrow()).containsEntry("command", "c-1");
        });
        assertThat(log.recover()).isZero();
    }

    @Test
    void change_refused_leavesNothing() {
        assertThatThrownBy(() -> refit(() -> {
                    throw new IllegalStateException("busy");
                }))
                .hasMessage("busy");

        assertThat(entries()).isEmpty();
        assertThat(log.recover()).isZero();
    }
}
